// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
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
        let standings = try RunStanding.all(
            from: oldest.run, now: workplace.clock.now, connection)
        let accept = (try? workplace.jobIfAny())?.accept ?? Accept()
        let sender = SendingLock.holder(beside: workplace.auditPath)
        if rows[0].isRehearsal { Rehearsal.begin() }
        let lines = rows.map { row in
            RunLine(
                row, standings[row.run] ?? RunStanding(),
                RunStatus(row.status, of: row.run, sender), accept)
        }
        workplace.output.result(table(lines))
        workplace.output.result(Line())
        workplace.output.result(next(lines))
        return Finish(members: [JSON.Member("runs", .array(lines.map(\.json)))])
    }

    private static func list(_ connection: Connection) throws -> [RunRow] {
        try connection.all(
            """
            SELECT runs.run, runs.status, runs.created_at, runs.planned, runs.exit, runs.actor,
                run.plan
            FROM runs JOIN run ON run.run = runs.run ORDER BY runs.run DESC LIMIT ?
            """, Int64(shownMax)
        ) { row in
            RunRow(
                run: row.int(0), status: row.text(1), createdAt: row.text(2),
                planned: row.int(3), plan: try JSON.parse(row.bytes(6)),
                exit: row.intOrNil(4), actor: row.text(5))
        }
    }

    /// A column for what is not over only where a run has any.
    private static func table(_ lines: [RunLine]) -> TextTable {
        let counts = RunLine.counts.filter { count in lines.contains { count.of($0) > 0 } }
        var table = TextTable(
            [
                Column("Run", .right), Column("Status"), Column("Made (UTC)"),
                Column("Planned", .right), Column("Value", .prose), Column("Cancelled", .right),
            ] + counts.map { Column($0.title, .right) } + [Column("Exit", .right)])
        for line in lines {
            table.add(
                line.cells + counts.map { Line(grouped($0.of(line))) }
                    + [Line(line.exit.map { String($0) } ?? "")])
        }
        return table
    }

    /// The newest run that wants something, else the newest.
    private static func next(_ lines: [RunLine]) -> FactSheet {
        var facts = FactSheet()
        let wanting = lines.first(where: \.wantsSomething) ?? lines[0]
        facts.add("Next", Line(Rehearsal.named("rescind show \(wanting.row.run)"), .strong))
        return facts
    }

    /// Ends with 12 unless a night took place since midnight.
    ///
    /// That is a run that ended, found nothing to send, or waits for approval; one that was begun
    /// and never ended is none.
    private static func expected(
        by time: TimeOfDay, _ workplace: Workplace, _ connection: Connection
    ) throws -> Finish {
        if try RunReader(connection).newest()?.isRehearsal == true {
            return missed(time, because: "Only rehearsals are on record: no night took place.")
        }
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

/// A run as the view has it.
private struct RunRow {
    let run: Int64
    let status: String
    let createdAt: String
    let planned: Int64
    let plan: JSON.Value
    let exit: Int64?
    let actor: String

    var value: JSON.Value { plan["value"] ?? [:] }
    var isRehearsal: Bool { plan["rehearsal"] == true }
}

/// A run as it stands now.
private struct RunLine {
    let row: RunRow
    let standing: RunStanding
    let status: RunStatus
    let exit: Int64?

    init(_ row: RunRow, _ standing: RunStanding, _ status: RunStatus, _ accept: Accept) {
        (self.row, self.standing, self.status) = (row, standing, status)
        // A look or a person may have settled since what apply left in doubt.
        let isSettled = row.exit == Int64(ExitCode.doubt.rawValue) && standing.isSent
        exit = isSettled ? Int64(RunEnding(standing, accept: accept).exit.rawValue) : row.exit
    }

    static var counts: [(title: String, of: (RunLine) -> Int64)] {
        [
            ("Not sent", \.standing.unsent), ("In doubt", \.standing.doubt),
            ("Open", \.standing.open), ("Overdue", \.standing.overdue),
            ("By hand", \.standing.closedByPerson),
        ]
    }

    var wantsSomething: Bool {
        status.word == "blocked" || !standing.isSent || standing.open + standing.overdue > 0
    }

    var cells: [Line] {
        [
            Line(String(row.run)),
            Line((row.isRehearsal ? "rehearsal, " : "") + status.words, style),
            Line(String(row.createdAt.prefix(16)).spaced), Line(grouped(row.planned)), Line(money),
            Line(grouped(standing.states[.cancelled, default: 0])),
        ]
    }

    private var style: Style {
        switch status.words {
        case "blocked", "stopped", "cut off": .warning
        default: .plain
        }
    }

    private var money: String {
        (row.value.members ?? []).map {
            "\($0.name) \($0.value.text.flatMap { Amount($0) }.map(grouped) ?? "?")"
        }
        .joined(separator: " · ")
    }

    var json: JSON.Value {
        .object(
            [
                JSON.Member("run", .number(String(row.run)))
            ] + (row.isRehearsal ? [JSON.Member("rehearsal", true)] : []) + [
                JSON.Member("status", .string(row.status)),
                JSON.Member("sending", .bool(status.isSending)),
                JSON.Member("created_at", .string(row.createdAt)),
                JSON.Member("planned", .number(String(row.planned))),
                JSON.Member("value", row.value),
            ] + standing.members + [
                JSON.Member("exit", exit.map { .number(String($0)) } ?? .null),
                JSON.Member("actor", .string(row.actor)),
            ])
    }
}

extension RunStanding {
    /// Counts by state, and what of them is not over.
    var members: [JSON.Member] {
        [
            JSON.Member("states", states.json), JSON.Member("unsent", .number(String(unsent))),
            JSON.Member("doubt", .number(String(doubt))),
            JSON.Member("open", .number(String(open))),
            JSON.Member("overdue", .number(String(overdue))),
            JSON.Member("not_confirmable", .number(String(notConfirmable))),
            JSON.Member("closed_by_person", .number(String(closedByPerson))),
        ]
    }
}

extension String {
    fileprivate var spaced: String { replacing("T", with: " ") }
}
