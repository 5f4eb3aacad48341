// SPDX-License-Identifier: MIT

package import Audit
import Formats
import Job
import Model
import Proof
import SQLite

extension Planner {
    /// Puts the run on record after its items, with everything it was made from.
    func store(_ pass: PlanPass, _ connection: Connection) throws -> StoredPlan {
        let unknown = pass.settled.unmet.sorted()
        try refuse(unknown)
        try pass.keepExports()
        let reopened = try pass.settled.release(
            to: pass.book.writer.run, at: request.now, on: connection)
        let blocking = Blocking(
            request: request, tally: pass.book.tally,
            shortfalls: pass.sources.compactMap(\.shortfall))
        let blocked = blocking.reasons
        let record = record(pass, blocked: blocked, unknown)
        let previous = try PreviousRun.of(request.job, on: connection)
        let act = Act(
            .plan, run: record.run, at: request.now, actor: request.actor, ticket: request.ticket,
            detail: [
                "blocked": .array(blocked.map(JSON.Value.string)),
                "reopened": .array(reopened.map(JSON.Value.string)),
            ])
        try pass.book.writer.finish(record, by: act)
        try link(record.run, connection)
        return StoredPlan(
            record: record, tally: pass.book.tally, sources: pass.sources,
            unreadable: pass.book.unreadable,
            unmatchedHolds: unmatchedHolds(pass), unfound: pass.unfound.sorted(),
            previous: previous, overLimits: blocking.overLimits)
    }

    private func unmatchedHolds(_ pass: PlanPass) -> [HoldList.Entry] {
        holds?.unmatched(pass.matchedHolds) ?? []
    }

    /// The run that is planned again names the new one, as the new one's plan names it.
    private func link(_ run: Int64, _ connection: Connection) throws {
        guard let retry = request.retry else { return }
        var log = try Log(connection)
        try Act(
            .retry, run: retry.run, at: request.now, actor: request.actor, ticket: request.ticket,
            detail: ["planned_as": .number(String(run))]
        ).append(to: &log)
        try log.close()
    }

    /// Somebody who names a shipment means that one: a plan without it is not what was asked for.
    private func refuse(_ unknown: [String]) throws(Problem) {
        guard request.refusesUnknownReopen, !unknown.isEmpty else { return }
        throw Problem(
            .usage, "no due shipment of the export is \(unknown.joined(separator: ", "))",
            at: "--reopen", next: "give the id as the export has it; nothing was planned")
    }

    private func record(
        _ pass: PlanPass, blocked: [String], _ unknown: [String]
    ) -> RunRecord {
        let rules = choosing.stored
        let document = PlanDocument(
            request, pass.book.tally, pass.sources, rules, holds,
            unmatchedHolds: unmatchedHolds(pass), notReopened: unknown)
        return RunRecord(
            run: pass.book.writer.run, createdAt: request.now, actor: request.actor.description,
            host: request.host, version: Version.number, exports: request.paths,
            exportSHA256: pass.bytes.digest.hex,
            exportMadeAt: pass.sources.map(\.madeAt).min() ?? request.now,
            asOf: request.asOf.description, counts: pass.book.tally.counts,
            jobSHA256: request.job.text.isEmpty ? nil : SHA256.hash(request.job.text).hex,
            rulesSHA256: SHA256.hash(rules.bytes).hex,
            itemsSHA256: pass.book.writer.itemsSHA256, ticket: request.ticket,
            blockedBy: blocked, plan: document.json)
    }
}

/// A plan as it was stored, with what a person is shown of it.
package struct StoredPlan {
    package let record: RunRecord
    package let tally: Tally
    package let sources: [PlanSource]
    /// The first rows that could not be read.
    package let unreadable: [(source: Int, line: Int, reason: String)]
    package let unmatchedHolds: [HoldList.Entry]
    /// Entries of the list of `--only` that no row has.
    package let unfound: [String]
    /// The run of the same job before this one.
    package let previous: PreviousRun?
    /// The accounts over their own limits, each with its reasons.
    package let overLimits: [String: [String]]
}
