// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model

/// `rescind show RUN`: one run as it stands, and what is next.
enum ShowCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let connection = try workplace.reader()
        let runs = RunReader(connection)
        let run = try workplace.run(workplace.invocation[Arguments.run], in: runs)
        let status = try runs.status(run.run) ?? "planned"
        let totals =
            try RunTotals.all(from: run.run, to: run.run, connection)[run.run] ?? RunTotals()
        let states = totals.states
        var facts = FactSheet()
        facts.add("Run \(run.run)", Line(status, .strong))
        facts.add("Made", "\(run.createdAt.toTheMinute) by \(run.actor) on \(run.host)")
        facts.add("Export", Line(run.exports.joined(separator: ", ")))
        facts.add(
            "Rows", count: Int(run.counts.rows),
            "made \(run.exportMadeAt.toTheMinute), as of \(run.asOf)")
        for state in ItemState.allCases where states[state, default: 0] > 0 {
            facts.add(state.title, count: Int(states[state, default: 0]), Line(state.remark))
        }
        if run.counts.excluded > 0 { facts.add("Excluded", count: Int(run.counts.excluded)) }
        for reason in run.blockedBy { facts.add("Blocked", Line(reason)) }
        if let ticket = run.ticket { facts.add("Ticket", Line(ticket)) }
        if totals.unconfirmed > 0 {
            facts.add(
                "Unconfirmed", count: Int(totals.unconfirmed),
                "asked for, and not seen done at the provider yet")
        }
        if totals.notConfirmable > 0 {
            facts.add(
                "Not confirmable", count: Int(totals.notConfirmable),
                "the provider has no word for cancelled")
        }
        if let next = next(run, status, totals) { facts.add("Next", Line(next, .strong)) }
        return Finish(
            run: Int(run.run),
            members: [
                JSON.Member("status", .string(status)), JSON.Member("states", states.json),
                JSON.Member("open", .number(String(totals.open))),
                JSON.Member("unconfirmed", .number(String(totals.unconfirmed))),
                JSON.Member("not_confirmable", .number(String(totals.notConfirmable))),
                JSON.Member("rows", .number(String(run.counts.rows))),
                JSON.Member("planned", .number(String(run.counts.planned))),
                JSON.Member("excluded", .number(String(run.counts.excluded))),
                JSON.Member("blocked_by", .array(run.blockedBy.map { .string($0) })),
                JSON.Member("created_at", .string(run.createdAt.description)),
            ], lines: facts.lines(columns: workplace.output.columns))
    }

    private static func next(
        _ run: RunRecord, _ status: String, _ totals: RunTotals
    ) -> String? {
        switch status {
        case "blocked": "rescind approve \(run.run) --reason TEXT"
        case "abandoned": nil
        case "finished" where totals.states[.inDoubt, default: 0] > 0: "rescind apply \(run.run)"
        case "finished" where totals.unconfirmed > 0: "rescind confirm \(run.run)"
        case "finished": "rescind report \(run.run)"
        default: "rescind apply \(run.run)"
        }
    }
}
