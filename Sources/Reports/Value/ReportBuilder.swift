// SPDX-License-Identifier: MIT

package import Audit
import Formats
import Model
import Reconciliation
package import SQLite

extension Report {
    /// Computes the report of a run from the record as it stood at a position.
    ///
    /// - Parameter fault: what is wrong with the record, where something is.
    /// - Throws: A problem where the sums do not add up: such a report is not to be written.
    package init(
        _ connection: Connection, run number: Int64, at position: Int64, fault: AuditFault? = nil
    ) throws {
        try Position.check(position, run: number, connection)
        guard let run = try RunReader(connection).run(number) else {
            throw Problem(.usage, "there is no run \(number)", next: "rescind runs")
        }
        let plan = PlanFacts(run)
        let history = try RunHistory(connection, run: number, at: position)
        let status = history.status(run)
        let moment = try Position.moment(position, connection)
        var gathered = Gathering(
            plan, Deadlines(moment: moment),
            ignoresUnsent: status == "blocked" || status == "abandoned")
        try gathered.take(ItemStream(connection: connection, run: number, position: position))
        try self.init(run, position, moment, plan, history, status, gathered, connection)
        self.fault = fault
    }

    private init(
        _ run: RunRecord, _ position: Int64, _ moment: Timestamp, _ plan: PlanFacts,
        _ history: RunHistory, _ status: String, _ gathered: Gathering, _ connection: Connection
    ) throws {
        self.run = run
        self.position = position
        self.moment = moment
        self.plan = plan
        self.history = history
        self.status = status
        states = gathered.states
        ends = gathered.ends
        let neighbours = try Neighbours(run, connection)
        accounts = gathered.accounts(plan, neighbours)
        causes = try gathered.causes.inOrder.map {
            try $0.withWords(connection, at: position)
        }
        refusals = gathered.refusalsInOrder
        timeline = gathered.timeline
        cancellations = gathered.cancellations
        notConfirmable = gathered.notConfirmable
        cancelledValue = try ends.sum([.cancelled, .alreadyCancelled]).value
        (open, overdue) = (gathered.open, gathered.overdue)
        closed = gathered.closed
        closings = gathered.closings.inOrder
        acceptedUntil = gathered.acceptedUntil
        held = gathered.heldInOrder
        itemCount = gathered.itemCount
        decideItemCount = causes.reduce(0) { $0 + $1.sum.count }
        columns = gathered.columns
        requests = gathered.requests
        repeats = gathered.repeats
        neverLeft = gathered.neverLeft
        jobUnchangedSince = try neighbours.jobUnchangedSince()
        jobChangedSince = try neighbours.jobChangedSince()
        books = try RunBooks(connection, run: run.run, zone: plan.zone, before: position)
        signature = try Signature.newest(connection, at: position)
        unusual = Unusual.sentences(run, accounts, states, timeline)
        tieOut = try TieOut(run, plan, stored: gathered.decided, ends: ends)
        try tieOut.enforce(run: run.run)
    }
}
