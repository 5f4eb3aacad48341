// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Job
import Model
import Reconciliation
import SQLite

/// `rescind statement MONTH`: what was expected and credited, on the screen and as two tables.
enum StatementCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let invocation = workplace.invocation
        guard let wanted = invocation[Arguments.month],
            let month = CalendarMonth(wanted.description)
        else { throw Problem(.usage, "no month", next: "rescind help statement") }
        let job = try workplace.jobIfAny()
        _ = try workplace.reader()
        let request = StatementRequest(
            month: month, account: invocation[Options.ofAccount],
            closes: invocation[Options.close],
            zone: try job.map { try Zone(named: $0.timeZone) } ?? .utc,
            now: workplace.clock.now, actor: workplace.actor, ticket: workplace.ticket)
        let connection = try workplace.writer()
        let made = try StatementMaker(request, on: connection).make()
        try workplace.seal(connection)
        let name = "statement-\(month)" + (request.account.map { "-\($0.fileName)" } ?? "")
        let folder = job?.reports ?? "reports"
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw NewFile.problem(folder, errno) }
        let files = [
            try write(StatementCSV.summary(made.statement), to: "\(folder)/\(name).csv"),
            try write(StatementCSV.detail(made.statement), to: "\(folder)/\(name)-lines.csv"),
        ]
        let screen = StatementScreen(made, files)
        workplace.output.result(screen.facts)
        workplace.output.result(screen.lines)
        return Finish(
            members: made.members(files), lines: screen.rest(columns: workplace.output.columns))
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(Problem) -> String {
        let file = try NewFile(path)
        try file.write(bytes)
        try file.finish()
        return path
    }
}

extension String {
    /// An account's name as a part of a file's.
    fileprivate var fileName: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_".contains($0) ? $0 : "_" })
    }
}

extension StatementMade {
    func members(_ files: [String]) -> [JSON.Member] {
        [
            JSON.Member("month", .string(statement.month.description)),
            JSON.Member("cut_off", .string(cutOff.description)),
            JSON.Member("zone", .string(zone)), JSON.Member("position", .number(String(position))),
            JSON.Member("runs", .array(statement.runs.map { .number(String($0)) })),
            JSON.Member("closed_by", closedBy.map { .string($0) } ?? .null),
            JSON.Member("closed_at", closedAt.map { .string($0.description) } ?? .null),
            JSON.Member("accounts", statement.balances),
            JSON.Member("files", .array(files.map(JSON.Value.string))),
        ]
    }
}
