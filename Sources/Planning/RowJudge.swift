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
    /// Rows of one account of one export stand together: it is looked up once.
    private var last: (name: [UInt8], export: CompiledRules?, owner: RowPrecondition?)

    package init(_ job: Job, _ holds: HoldList?, allowsNoAccount: Bool = false) {
        self.job = job
        self.holds = holds
        self.allowsNoAccount = allowsNoAccount
        last = ([], nil, nil)
    }

    /// - Parameter held: the bits of the hold rules that hold it.
    package func finding(
        of row: borrowing JudgedRow, _ compiled: CompiledRules, held: UInt64
    ) -> Finding {
        let owner = owner(of: row, compiled)
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

    /// What the provider of the row's account asks of it; nil where the job has no such account.
    private func owner(
        of row: borrowing JudgedRow, _ compiled: CompiledRules
    ) -> RowPrecondition? {
        let name = row.bytes(.account)
        if !name.isEmpty, name.equal(last.name), last.export === compiled { return last.owner }
        var owner: RowPrecondition?
        if let account = job.account(name.text) {
            owner = RowPrecondition(
                account.provider.provider, voidLabels: account.voidLabels, in: row)
        }
        last = (Array(name), compiled, owner)
        return owner
    }

    private func reasons(
        _ row: borrowing JudgedRow, _ owner: RowPrecondition?, _ compiled: CompiledRules,
        _ held: UInt64, _ entry: HoldList.Entry?
    ) -> [String] {
        var reasons: [String] = []
        if let entry { reasons.append(entry.words) }
        if held != 0 { reasons += compiled.holdNames(held) }
        if row.idLooksRounded { reasons.append("id looks rounded") }
        if row.mayBeCut(compiled, reading: owner?.fields ?? []) {
            reasons.append("the last line has no line end and may be cut")
        }
        if let reason = row.report.flatMap(Self.kept) { reasons.append(reason) }
        var asked = owner
        if asked == nil, let provider = row.provider?.provider {
            asked = RowPrecondition(provider, voidLabels: false, in: row)
        }
        if let asked, let why = asked.objection(to: row) {
            reasons.append("\(asked.provider.name.rawValue): \(why)")
        }
        return reasons
    }
}
