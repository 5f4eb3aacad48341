// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import SQLite

/// `rescind confirm RUN | --all [--wait DURATION]`: asks the providers what became of it.
enum ConfirmCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        var number: Int64?
        if !workplace.invocation[Options.everyRun] {
            let runs = RunReader(try workplace.reader())
            number = try workplace.run(workplace.invocation[Arguments.run], in: runs).run
        }
        let wait = workplace.invocation[Options.wait]?.milliseconds
        return try await confirm(number, workplace, wait: wait, mustEnd: wait != nil)
    }

    /// Looks at what is open in a run, or in all, and says what it came to.
    ///
    /// `mustEnd` makes it an ending of its own that something is still open after the wait.
    private static func confirm(
        _ run: Int64?, _ workplace: Workplace, wait: Int64?, mustEnd: Bool
    ) async throws -> Finish {
        let looked = try await look(run, workplace, wait: wait)
        let lines = looked.summary.lines(run)
        if let signal = looked.signal {
            return Finish(
                signal: signal, run: run.map { Int($0) }, members: looked.summary.members,
                lines: lines)
        }
        let exit = looked.summary.exit(
            laneEnds: looked.laneEnds, stop: looked.stop, waited: mustEnd,
            accept: try workplace.job().accept)
        return Finish(
            exit, run: run.map { Int($0) }, members: looked.summary.members, lines: lines)
    }

    /// What looking came to, and what ended it early.
    struct Looked {
        let summary: ConfirmSummary
        let laneEnds: [(account: String, end: LaneEnd)]
        let stop: StopReason?

        var signal: Int32? { if case .signal(let signal)? = stop { signal } else { nil } }
    }

    /// Looks at what is open in a run, or in all; never sends a cancel.
    static func look(
        _ run: Int64?, _ workplace: Workplace, wait: Int64?
    ) async throws -> Looked {
        let job = try workplace.job()
        let connection = try workplace.writer()
        try Act(
            .confirm, run: run, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket
        ).record(on: connection)
        let lanes = try open(run, connection).compactMap { name in
            job.account(name).map { account in
                Sending.Lane(
                    account: account, queue: ConfirmQueue(run: run, account: name),
                    failures: Tolerance(), lookOnly: LookOnly(waitMilliseconds: wait))
            }
        }
        let fingerprint = try workplace.fingerprint(connection)
        let writer = Writer(owning: connection)
        let rehearsal = try Rehearsal(workplace)
        let sending = Sending(
            workplace: workplace, fingerprint: fingerprint, run: run,
            rehearsal: rehearsal)
        let engine = try await sending.drive(lanes, writer)
        let now = workplace.clock.now
        try await writer.use { try workplace.seal($0) }
        try writer.close()
        return Looked(
            summary: try ConfirmSummary(engine, run: run, now: now, try workplace.reader()),
            laneEnds: engine.laneEnds, stop: engine.stopped)
    }

    /// The accounts that have something open.
    private static func open(_ run: Int64?, _ connection: Connection) throws -> [String] {
        try connection.all(
            """
            SELECT DISTINCT now.account FROM item_state now
            WHERE now.run >= ? AND now.run <= ? AND \(ConfirmQueue.open) ORDER BY 1
            """, run ?? 0, run ?? Int64.max
        ) { $0.text(0) }
    }
}

extension ConfirmSummary {
    var members: [JSON.Member] {
        [
            JSON.Member("looked", .number(String(looked))),
            JSON.Member("confirmed", .number(String(confirmed))),
            JSON.Member("open", .number(String(open))),
            JSON.Member("overdue", .number(String(overdue))),
            JSON.Member("states", states.json),
        ]
    }

    func lines(_ run: Int64?) -> [Line] {
        var facts = FactSheet()
        facts.add("Looked", count: Int(looked), "in this command")
        facts.add("Confirmed", count: Int(confirmed), "seen done at the provider")
        if open > 0 { facts.add("Open", count: Int(open), "within the provider's own time") }
        if overdue > 0 {
            let since = overdueSince.map { "since \($0.toTheMinute)" } ?? ""
            facts.add("Overdue", count: Int(overdue), Line(since))
        }
        if notConfirmable > 0 {
            facts.add(
                "Not confirmable", count: Int(notConfirmable),
                "the provider has no word for cancelled")
        }
        if open > 0 {
            facts.add("Next", Line("rescind confirm \(run.map(String.init) ?? "--all")", .strong))
        }
        return facts.lines(columns: nil)
    }
}
