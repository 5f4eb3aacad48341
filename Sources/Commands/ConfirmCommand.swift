// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
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
        let lines = ConfirmScreen(looked.summary, run: run, now: looked.at)
            .lines(columns: workplace.output.columns)
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
        let at: Timestamp

        var signal: Int32? { if case .signal(let signal)? = stop { signal } else { nil } }
    }

    /// Looks at what is open in a run, or in all; never sends a cancel.
    static func look(
        _ run: Int64?, _ workplace: Workplace, wait: Int64?
    ) async throws -> Looked {
        let job = try workplace.job()
        let connection = try workplace.writer()
        try workplace.checkStage(connection, run: run)
        try Act(
            .confirm, run: run, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket
        ).record(on: connection)
        let lanes = try open(run, connection).compactMap { name in
            try lane(name, run, job, workplace, wait: wait, connection)
        }
        let fingerprint = try workplace.fingerprint(connection)
        let writer = Writer(owning: connection)
        let sending = try Sending(workplace, fingerprint)
        let ready = try sending.ready(Sending.Run(number: run, lanes: lanes))
        let engine = try await sending.drive([ready], writer)
        let now = workplace.clock.now
        try await writer.use { try workplace.seal($0) }
        try writer.close()
        return Looked(
            summary: try ConfirmSummary(engine, run: run, now: now, try workplace.reader()),
            laneEnds: engine.laneEnds(of: run), stop: engine.courses.first?.stopped, at: now)
    }

    private static func lane(
        _ name: String, _ run: Int64?, _ job: Job, _ workplace: Workplace, wait: Int64?,
        _ connection: Connection
    ) throws -> Sending.Lane? {
        guard let account = job.account(name) else {
            workplace.output.warning(
                "account \(name) has something open and is not in the job: nobody can look")
            return nil
        }
        return Sending.Lane(
            account: account, queue: ConfirmQueue(run: run, account: name),
            failures: Tolerance(),
            history: try account.history(of: 0, at: workplace.clock.now, connection),
            lookOnly: LookOnly(waitMilliseconds: wait))
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
