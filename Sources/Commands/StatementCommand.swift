// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model
import Reconciliation
import Reports
import SQLite

/// `rescind statement MONTH`: what was expected and credited, on the screen and as files.
enum StatementCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let request = try request(workplace)
        let made = try make(request, workplace)
        let files = try StatementWriter(made).write(
            into: try workplace.jobIfAny()?.reports ?? "reports")
        StatementScreen(made, files.map(\.path)).show(on: workplace.output)
        guard let fault = made.fault else { return Finish(members: made.members(files)) }
        return Finish(
            Problem(tampered: fault, at: workplace.auditPath), members: made.members(files))
    }

    private static func request(_ workplace: Workplace) throws -> StatementRequest {
        let invocation = workplace.invocation
        guard let wanted = invocation[Arguments.month],
            let month = CalendarMonth(wanted.description)
        else { throw Problem(.usage, "no month", next: "rescind help statement") }
        return StatementRequest(
            month: month, account: invocation[Options.ofAccount],
            closes: invocation[Options.close],
            zone: try workplace.jobIfAny().map { try Zone(named: $0.timeZone) } ?? .utc,
            now: workplace.clock.now, actor: workplace.actor, ticket: workplace.ticket)
    }

    /// Only a closing writes to the record, and never one whose record cannot be relied on.
    private static func make(
        _ request: StatementRequest, _ workplace: Workplace
    ) throws -> StatementMade {
        let reader = try workplace.reader()
        try workplace.checkStage(reader)
        try refuseUnknown(request.account, workplace, reader)
        var open = request
        open.closes = false
        var draft = try StatementMaker(open, on: reader).make()
        draft.fault = try workplace.fault(of: draft.statement.runs, withMoney: true, reader)
        guard request.closes else { return draft }
        if let fault = draft.fault { throw Problem(tampered: fault, at: workplace.auditPath) }
        let connection = try workplace.writer()
        let made = try StatementMaker(request, on: connection).make()
        try workplace.seal(connection)
        return made
    }

    /// An account nobody has heard of would come to a statement of nothing.
    private static func refuseUnknown(
        _ name: String?, _ workplace: Workplace, _ connection: Connection
    ) throws {
        guard let name else { return }
        let ofRecord = try connection.all(
            "SELECT account FROM item UNION SELECT account FROM credit"
        ) { $0.text(0) }
        let known = Set(ofRecord + (try workplace.jobIfAny()?.accounts.map(\.name) ?? []))
        guard !known.contains(name) else { return }
        let names = known.subtracting([""]).sorted()
        throw Problem(
            .usage, "neither the job nor the record has an account \(name)", at: "--account",
            next: nearest(to: name, among: names).map { "did you mean \($0)?" }
                ?? (names.isEmpty ? nil : "name one of \(names.joined(separator: ", "))"))
    }
}

extension StatementMade {
    func members(_ files: [WrittenFile]) -> [JSON.Member] {
        [
            JSON.Member("month", .string(statement.month.description)),
            JSON.Member("cut_off", .string(cutOff.description)),
            JSON.Member("zone", .string(zone)), JSON.Member("position", .number(String(position))),
            JSON.Member("runs", .array(statement.runs.map { .number(String($0)) })),
            JSON.Member("closed_by", closedBy.map { .string($0) } ?? .null),
            JSON.Member("closed_at", closedAt.map { .string($0.description) } ?? .null),
            JSON.Member("accounts", statement.balances),
            JSON.Member("files", .array(files.map(\.json))),
        ]
    }
}
