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
        let time = workplace.invocation[Options.expectBy]
        if let time, !workplace.hasRecord { return missed(time, because: vanished(workplace)) }
        let connection = try workplace.reader()
        if let time { return try expected(by: time, workplace, connection) }
        let rows = try list(connection)
        guard let oldest = rows.last else {
            return Finish(
                members: [JSON.Member("runs", .array([]))],
                lines: ["There is no run yet.", "  next: \("rescind plan EXPORT", .strong)"])
        }
        let totals = try RunTotals.all(from: oldest.run, connection)
        var table = TextTable([
            Column("Run", .right), Column("Status"), Column("Made (UTC)"),
            Column("Planned", .right), Column("Value", .prose), Column("Cancelled", .right),
            Column("Open", .right), Column("Exit", .right),
        ])
        for row in rows { table.add(row.cells(totals[row.run] ?? RunTotals())) }
        workplace.output.result(table)
        workplace.output.result(Line())
        workplace.output.result(next(rows, totals))
        return Finish(
            members: [
                JSON.Member(
                    "runs", .array(rows.map { $0.json(totals[$0.run] ?? RunTotals()) }))
            ])
    }

    private static func list(_ connection: Connection) throws -> [RunLine] {
        try connection.all(
            """
            SELECT runs.run, runs.status, runs.created_at, runs.planned, runs.exit, runs.actor,
                run.plan
            FROM runs JOIN run ON run.run = runs.run ORDER BY runs.run DESC LIMIT ?
            """, Int64(shownMax)
        ) { row in
            RunLine(
                run: row.int(0), status: row.text(1), createdAt: row.text(2),
                planned: row.int(3), value: try JSON.parse(row.bytes(6))["value"] ?? [:],
                exit: row.intOrNil(4), actor: row.text(5))
        }
    }

    /// The newest run that wants something, else the newest.
    private static func next(_ rows: [RunLine], _ totals: [Int64: RunTotals]) -> FactSheet {
        let wanting = rows.first { row in
            row.status == "blocked" || row.status != "abandoned" && totals[row.run]?.open ?? 0 > 0
        }
        var facts = FactSheet()
        facts.add("Next", Line("rescind show \((wanting ?? rows[0]).run)", .strong))
        return facts
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
        return missed(time, because: "No run of today has ended by \(time).")
    }

    /// Whoever took the record away took the answer with it: the alarm is all that can be said.
    private static func vanished(_ workplace: Workplace) -> String {
        "There is no audit database \(workplace.auditPath): nothing says that a run took place."
    }

    private static func missed(_ time: TimeOfDay, because why: String) -> Finish {
        Finish(
            .missedRun,
            members: [
                JSON.Member("expected_by", .string(time.description)),
                JSON.Member("missed", .string(why)),
            ],
            lines: [
                "\(why, .bad)",
                "  next: \("see why the timer did not fire, then rescind run", .strong)",
            ])
    }
}

private struct RunLine {
    let run: Int64
    let status: String
    let createdAt: String
    let planned: Int64
    let value: JSON.Value
    let exit: Int64?
    let actor: String

    func cells(_ totals: RunTotals) -> [Line] {
        [
            Line(String(run)), Line(status, style), Line(String(createdAt.prefix(16)).spaced),
            Line(grouped(planned)), Line(money),
            Line(grouped(totals.states[.cancelled, default: 0])), Line(grouped(totals.open)),
            Line(exit.map { String($0) } ?? ""),
        ]
    }

    private var style: Style {
        switch status {
        case "blocked", "stopped": .warning
        default: .plain
        }
    }

    private var money: String {
        (value.members ?? []).map {
            "\($0.name) \($0.value.text.flatMap { Amount($0) }.map(grouped) ?? "?")"
        }
        .joined(separator: " · ")
    }

    func json(_ totals: RunTotals) -> JSON.Value {
        [
            "run": .number(String(run)), "status": .string(status),
            "created_at": .string(createdAt), "planned": .number(String(planned)),
            "value": value, "states": totals.states.json,
            "open": .number(String(totals.open)),
            "unconfirmed": .number(String(totals.unconfirmed)),
            "not_confirmable": .number(String(totals.notConfirmable)),
            "exit": exit.map { .number(String($0)) } ?? .null, "actor": .string(actor),
        ]
    }
}

extension String {
    fileprivate var spaced: String { replacing("T", with: " ") }
}
