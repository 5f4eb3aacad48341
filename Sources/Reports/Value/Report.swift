// SPDX-License-Identifier: MIT

package import Audit
import Formats
package import Model
package import Reconciliation

/// Everything a report says of a run, computed once from the record at a position of its log.
///
/// Every form is a function of this value and of the items; none looks anything up by itself
/// except the exchanges it shows.
package struct Report: Sendable {
    package let run: RunRecord
    /// The log up to here: every entry before this position is in the report, none after it.
    package let position: Int64
    /// When the newest entry before the position was made.
    package let moment: Timestamp
    package let plan: PlanFacts
    package let history: RunHistory
    package let status: String

    package let states: [ItemState: StateSum]
    /// Where the items that were planned have come to.
    package let ends: [ItemState: StateSum]
    package let accounts: [AccountFigures]
    package let causes: [Cause]
    package let refusals: [Refusal]
    package let timeline: Timeline
    package let cancellations: Cancellations
    /// What is cancelled or on its way where no look will ever show a cancellation.
    package let notConfirmable: StateSum
    /// The value of everything that is cancelled; what comes back the books say.
    package let cancelledValue: Totals
    /// Not seen done yet, within the provider's own time; and what is so no more.
    package let open: Int64
    package let overdue: Int64
    /// By the provider's last word, what a person has closed; and by what that person found.
    package let closed: [ItemState: StateSum]
    package let closings: [Closing]
    /// By when the last of what is accepted should be done; nil where nothing is.
    package let acceptedUntil: Timestamp?
    /// The reasons for which items are held, the most frequent first.
    package let held: [CountedName]
    package let itemCount: Int64
    package let decideItemCount: Int64

    package let columns: OriginalColumns
    package let requests: Int64
    /// Requests on record that are known never to have left.
    package let neverLeft: Int64
    package let repeats: Int64
    package let jobUnchangedSince: Int64?
    package let jobChangedSince: Int64?
    /// What is to come back for the run's items, and what did so far.
    package let books: RunBooks
    /// Nil where nothing up to the position was signed yet.
    package let signature: Signature?
    package let unusual: [String]
    package let tieOut: TieOut
    /// Why nothing here is to be relied on; nil where the record is as it was written.
    package var fault: AuditFault?
}

/// What one account has in a run.
package struct AccountFigures: Sendable {
    package let name: String
    package let provider: String
    package let address: String?
    package let states: [ItemState: StateSum]
    package let plannedNow: Int64
    package let exchanges: Int64
    package let isConfirmable: Bool
    package let nightBefore: NightBefore?
}

/// How often one provider said no in one way.
package struct Refusal: Sendable {
    package let provider: String
    package let state: ItemState
    package let code: String
    package let reason: String
    package let status: Int64?
    package let sum: StateSum
}

package struct CountedName: Sendable, Equatable {
    package let name: String
    package let count: Int64
}

// MARK: What follows
extension Report {
    /// Stands before every verdict of a run that was only played.
    static let rehearsed = "REHEARSAL: "

    /// The verdict in the words that open every form; nobody may take a rehearsal's for a night's.
    package var verdictWords: String {
        (run.isRehearsal ? Self.rehearsed : "") + verdict.words
    }

    /// What it is a report of, where nothing else is shown.
    package var name: String { (run.isRehearsal ? "REHEARSAL of " : "") + "run \(run.run)" }

    /// What a person types next about a cause; no provider can be asked about a rehearsal.
    package func commands(_ cause: Cause) -> [String] {
        cause.commands(run: run.run)
            .filter { !run.isRehearsal || !$0.hasPrefix("rescind confirm") }.map(run.named)
    }

    package var approval: RunHistory.Entry? { history.last("approve") }

    package var verdict: ReportVerdict {
        if fault != nil || causes.contains(where: { $0.kind == .contradiction }) {
            return .unreliable
        }
        if status == "blocked" { return .blocked }
        if ["planned", "applying"].contains(status) || hasUnsent { return .notFinished }
        // Stopped, and all that was left a person has closed.
        if status == "stopped", standing(.inDoubt) > 0 { return .notFinished }
        return causes.isEmpty ? .clean : .toDecide(causes.count)
    }

    /// Something of the plan was neither sent nor given up.
    private var hasUnsent: Bool {
        status != "abandoned" && standing(.planned, .sending) > 0
    }

    /// The run's own exit code; nil as long as no apply has ended.
    package var exit: Int? {
        if status == "blocked" { return Int(ExitCode.blocked.rawValue) }
        return history.ending?.detail["exit"]?.int
    }

    package var startedAt: Timestamp? { history.first("apply")?.at }
    package var finishedAt: Timestamp? { history.ending?.at }

    package var closedByPerson: Int64 { closed.values.reduce(0) { $0 + $1.count } }

    /// How many are in these states by the provider's word, and nobody has closed them.
    package func standing(_ states: ItemState...) -> Int64 {
        states.reduce(0) { $0 + ends.count($1) - closed.count($1) }
    }

    package var cancelledAltogether: Int64 { ends.count(.cancelled, .alreadyCancelled) }
    package var refusedAltogether: Int64 { ends.count(.refused, .notFound, .failed) }
    package var notSent: Int64 { ends.count(.planned, .sending, .held, .superseded, .dropped) }
}
