// SPDX-License-Identifier: MIT

package import Exports
package import Job
import Model
import Providers

/// What one due row comes to as far as the export shows it: without earlier runs and other rows.
///
/// The plan, `preview`, `why` and `check` all ask here, so that they cannot differ.
package struct RowJudge {
    package enum Finding: Sendable, Equatable {
        case unreadable(String)
        /// `entry` is the line of the hold list that protects it, where one does.
        case held(id: String, reasons: [String], entry: Int?)
        case free(id: String)
    }

    private let job: Job
    private let holds: HoldList?
    /// Whether rows without an account of the job are judged by their provider alone.
    private let allowsNoAccount: Bool

    package init(_ job: Job, _ holds: HoldList?, allowsNoAccount: Bool = false) {
        self.job = job
        self.holds = holds
        self.allowsNoAccount = allowsNoAccount
    }

    /// - Parameter held: the bits of the hold rules that hold it.
    package func finding(
        of row: borrowing JudgedRow, _ compiled: CompiledRules, held: UInt64
    ) -> Finding {
        let name = row.text(.account)
        let account = job.account(name)
        guard account != nil || allowsNoAccount else {
            return .unreadable(
                name.isEmpty
                    ? "no account: nothing says whose shipment this is"
                    : "the job has no account \(name)")
        }
        let id: String
        switch row.checkedID() {
        case .success(let checked)?: id = checked
        case .failure(let problem)?: return .unreadable(problem.message)
        case nil:
            guard allowsNoAccount else {
                return .unreadable("nothing says which provider has this shipment")
            }
            id = String(decoding: row.id, as: UTF8.self)
        }
        let entry = holds?.entry(for: [
            id, row.text(.reference), row.text(.labelID), row.text(.trackingNumber),
        ])
        let reasons = reasons(row, account, compiled, held, entry)
        return reasons.isEmpty
            ? .free(id: id) : .held(id: id, reasons: reasons, entry: entry?.line)
    }

    private func reasons(
        _ row: borrowing JudgedRow, _ account: Account?, _ compiled: CompiledRules,
        _ held: UInt64, _ entry: HoldList.Entry?
    ) -> [String] {
        var reasons: [String] = []
        if let entry { reasons.append(entry.words) }
        if held != 0 { reasons += compiled.holdNames(held) }
        if row.idLooksRounded { reasons.append("id looks rounded") }
        guard let provider = (account?.provider ?? row.provider)?.provider else { return reasons }
        var texts: [String: String] = [:]
        for field in provider.facts.preconditionFields { texts[field] = row.text(named: field) }
        let fields = RowFields(voidLabels: account?.voidLabels ?? false) { texts[$0] }
        if let why = provider.precondition(fields) {
            reasons.append("\(provider.name.rawValue): \(why)")
        }
        return reasons
    }
}
