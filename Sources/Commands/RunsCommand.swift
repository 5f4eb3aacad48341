// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model
import SQLite

/// `rescind runs`: every run, the newest first; with `--expect-by` a dead-man check.
enum RunsCommand {
    static let shownMax = 50

    static func perform(_ workplace: Workplace) throws -> Finish {
        let connection = try workplace.reader()
        if let time = workplace.invocation[Options.expectBy] {
            return try expected(by: time, workplace, connection)
        }
        let rows = try connection.all(
            """
            SELECT run, status, created_at, planned, exit, actor FROM runs
            ORDER BY run DESC LIMIT ?
            """, Int64(shownMax)
        ) { row in
            RunLine(
                run: row.int(0), status: row.text(1), createdAt: row.text(2),
                planned: row.int(3), exit: row.intOrNil(4), actor: row.text(5))
        }
        guard !rows.isEmpty else {
            return Finish(
                members: [JSON.Member("runs", .array([]))],
                lines: ["There is no run yet.", "  next: \("rescind plan EXPORT", .strong)"])
        }
        var table = TextTable([
            Column("Run", .right), Column("Status"), Column("Made"), Column("Planned", .right),
            Column("Cancelled", .right), Column("Open", .right), Column("Exit", .right),
            Column("By"),
        ])
        var json: [JSON.Value] = []
        for row in rows {
            let states = try RunReader(connection).states(row.run)
            table.add(row.cells(states))
            json.append(row.json(states))
        }
        return Finish(
            members: [JSON.Member("runs", .array(json))],
            lines: table.lines(columns: workplace.output.columns))
    }

    /// Ends with 12 unless a night took place since midnight.
    ///
    /// That is a run that ended, found nothing to send, or waits for approval; one that was begun
    /// and never ended is none.
    private static func expected(
        by time: TimeOfDay, _ workplace: Workplace, _ connection: Connection
    ) throws -> Finish {
        let zone = try Zone(named: (try workplace.jobIfAny())?.timeZone ?? "UTC")
        let now = workplace.clock.now
        let midnight = zone.moment(zone.day(of: now), secondOfDay: 0)
        let last = try connection.first(
            """
            SELECT run, status, planned FROM runs
            WHERE created_at >= ?1 AND (status IN ('finished', 'stopped', 'blocked') OR planned = 0)
                OR finished_at >= ?1
            ORDER BY run DESC LIMIT 1
            """, midnight.description
        ) { (run: $0.int(0), status: $0.int(2) == 0 ? "done: nothing was due" : $0.text(1)) }
        if let last {
            return Finish(
                run: Int(last.run), members: [JSON.Member("status", .string(last.status))],
                lines: ["Run \(last.run) of today is \(last.status)."])
        }
        let deadline = zone.moment(zone.day(of: now), secondOfDay: Int64(time.minutes) * 60)
        if now < deadline {
            return Finish(lines: ["No run of today has ended yet; it is not \(time) yet."])
        }
        return Finish(
            .missedRun, members: [JSON.Member("expected_by", .string(time.description))],
            lines: [
                "\("No run of today has ended by \(time).", .bad)",
                "  next: \("see why the timer did not fire, then rescind run", .strong)",
            ])
    }
}

private struct RunLine {
    let run: Int64
    let status: String
    let createdAt: String
    let planned: Int64
    let exit: Int64?
    let actor: String

    func cells(_ states: [ItemState: Int64]) -> [Line] {
        [
            Line(String(run)), Line(status), Line(String(createdAt.prefix(16)).spaced),
            Line(grouped(planned)), Line(grouped(states[.cancelled, default: 0])),
            Line(grouped(open(states))), Line(exit.map { String($0) } ?? ""), Line(actor),
        ]
    }

    func json(_ states: [ItemState: Int64]) -> JSON.Value {
        [
            "run": .number(String(run)), "status": .string(status),
            "created_at": .string(createdAt), "planned": .number(String(planned)),
            "states": states.json, "exit": exit.map { .number(String($0)) } ?? .null,
            "actor": .string(actor),
        ]
    }

    private func open(_ states: [ItemState: Int64]) -> Int64 {
        [.planned, .sending, .inDoubt, .accepted].reduce(0) { $0 + states[$1, default: 0] }
    }
}

extension String {
    fileprivate var spaced: String { replacing("T", with: " ") }
}
