// SPDX-License-Identifier: MIT

package import Exports
package import Job
import Model
import Providers

/// What one due row comes to as far as the export shows it: without earlier runs and other rows.
///
/// The plan, `preview`, `why` and `check` all ask here, so that they cannot differ.
package final class RowJudge {
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
    /// Rows of one account stand together: it is looked up once.
    private var last: (name: [UInt8], owner: Owner?) = ([], nil)

    /// What the job says of the account a row is of.
    private struct Owner {
        let provider: any Provider
        let voidLabels: Bool
        let preconditionFields: [String]

        init(_ provider: any Provider, voidLabels: Bool = false) {
            self.provider = provider
            self.voidLabels = voidLabels
            preconditionFields = provider.facts.preconditionFields
        }
    }

    package init(_ job: Job, _ holds: HoldList?, allowsNoAccount: Bool = false) {
        self.job = job
        self.holds = holds
        self.allowsNoAccount = allowsNoAccount
    }

    /// - Parameter held: the bits of the hold rules that hold it.
    package func finding(
        of row: borrowing JudgedRow, _ compiled: CompiledRules, held: UInt64
    ) -> Finding {
        let owner = owner(of: row)
        guard owner != nil || allowsNoAccount else {
            let name = row.text(.account)
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
        let entry = entry(id, row)
        let reasons = reasons(row, owner, compiled, held, entry)
        return reasons.isEmpty
            ? .free(id: id) : .held(id: id, reasons: reasons, entry: entry?.line)
    }

    /// What a report says of a row and only the rows beside it showed: alone, it shows it no more.
    private static func kept(_ state: String, _ reason: String) -> String? {
        if state == ItemState.duplicate.rawValue { return "a duplicate in its report" }
        let wasHeld = state == ItemState.held.rawValue
        return wasHeld && reason.contains(GroupJudgement.disagreement)
            ? GroupJudgement.disagreement : nil
    }

    private func entry(_ id: String, _ row: borrowing JudgedRow) -> HoldList.Entry? {
        holds?.entry(
            for: id, of: row.provider,
            named: [
                row.text(.id), row.text(.reference), row.text(.labelID), row.text(.trackingNumber),
            ])
    }

    private func owner(of row: borrowing JudgedRow) -> Owner? {
        let name = row.bytes(.account)
        if name.elementsEqual(last.name), !name.isEmpty { return last.owner }
        let account = job.account(name.text)
        last = (
            Array(name), account.map { Owner($0.provider.provider, voidLabels: $0.voidLabels) }
        )
        return last.owner
    }

    private func reasons(
        _ row: borrowing JudgedRow, _ owner: Owner?, _ compiled: CompiledRules,
        _ held: UInt64, _ entry: HoldList.Entry?
    ) -> [String] {
        var reasons: [String] = []
        if let entry { reasons.append(entry.words) }
        if held != 0 { reasons += compiled.holdNames(held) }
        if row.idLooksRounded { reasons.append("id looks rounded") }
        if row.mayBeCut(compiled, reading: owner?.preconditionFields ?? []) {
            reasons.append("the last line has no line end and may be cut")
        }
        if let reason = row.report.flatMap(Self.kept) { reasons.append(reason) }
        guard let owner = owner ?? row.provider.map({ Owner($0.provider) }) else { return reasons }
        var texts: [(name: String, text: String?)] = []
        for field in owner.preconditionFields { texts.append((field, row.text(named: field))) }
        let fields = RowFields(voidLabels: owner.voidLabels) { [texts] name in
            texts.first { $0.name == name }?.text
        }
        if let why = owner.provider.precondition(fields) {
            reasons.append("\(owner.provider.name.rawValue): \(why)")
        }
        return reasons
    }
}
