// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Model

/// `rescind show RUN`: one run as it stands, and what is next.
enum ShowCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let connection = try workplace.reader()
        let runs = RunReader(connection)
        let run = try workplace.run(workplace.invocation[Arguments.run], in: runs)
        let standing = try RunStanding(run: run.run, now: workplace.clock.now, connection)
        let sender = SendingLock.holder(beside: workplace.auditPath)
        let status = RunStatus(
            try runs.status(run.run) ?? "planned", of: run.run, sender)
        var facts = FactSheet()
        facts.add("Run \(run.run)", Line(said(status, sender), .strong))
        if run.isRehearsal {
            facts.add("Rehearsal", "the built-in sandbox answered, nothing left this machine")
        }
        facts.add("Made", "\(run.createdAt.toTheMinute) by \(run.actor) on \(run.host)")
        facts.add("Export", Line(run.exports.joined(separator: ", ")))
        facts.add(
            "Rows", count: Int(run.counts.rows),
            "made \(run.exportMadeAt.toTheMinute), as of \(run.asOf)")
        facts.add(standing, isSending: status.isSending)
        if run.counts.excluded > 0 { facts.add("Excluded", count: Int(run.counts.excluded)) }
        let approval = try runs.approval(run.run)
        if let approval { facts.add("Approved", Line(approval.words)) }
        let blocked = approval == nil ? "Blocked" : "Was blocked"
        for reason in run.blockedBy { facts.add(blocked, Line(reason)) }
        if let ticket = run.ticket { facts.add("Ticket", Line(ticket)) }
        var rest = FactSheet()
        rest.addNotOver(standing)
        rest.add("Next", Line(Rehearsal.named(NextCommand.of(run.run, status, standing)), .strong))
        let columns = workplace.output.columns
        return Finish(
            run: Int(run.run),
            members: (run.isRehearsal ? [JSON.Member("rehearsal", true)] : []) + [
                JSON.Member("status", .string(status.word)),
                JSON.Member("sending", .bool(status.isSending)),
            ] + standing.members + [
                JSON.Member("rows", .number(String(run.counts.rows))),
                JSON.Member("planned", .number(String(run.counts.planned))),
                JSON.Member("excluded", .number(String(run.counts.excluded))),
                JSON.Member("blocked_by", .array(run.blockedBy.map { .string($0) })),
                JSON.Member("approval", approval?.json ?? .null),
                JSON.Member("created_at", .string(run.createdAt.description)),
            ],
            lines: facts.lines(columns: columns) + [Line()] + rest.lines(columns: columns))
    }

    private static func said(_ status: RunStatus, _ sender: SendingLock.Holder?) -> String {
        guard status.word == "applying" else { return status.words }
        if status.isSending, let sender { return "sending now: \(sender.words)" }
        return "cut off: the process that sent it has ended, and the run has not"
    }
}

extension Approval {
    fileprivate var words: String { "\(at.toTheMinute) by \(by): \(reason)" }

    fileprivate var json: JSON.Value {
        ["by": .string(by), "at": .string(at.description), "reason": .string(reason)]
    }
}
