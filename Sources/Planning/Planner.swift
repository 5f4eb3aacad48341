// SPDX-License-Identifier: MIT

package import Audit
import Exports
import Formats
import Job
package import Model
import Proof
package import SQLite

/// Makes a plan of exports and rules, and stores it whole or not at all; sends nothing.
package struct Planner {
    package var request: PlanRequest
    private var isTrial = false
    private let choosing: Choosing
    private let holds: HoldList?

    /// Reads what the plan needs besides the exports; no rule or no hold list ends it here.
    package init(_ request: PlanRequest) throws(Problem) {
        self.request = request
        choosing = try Choosing(request)
        holds = try request.job.holdList.map { path throws(Problem) in
            try HoldList(path, on: request.asOf)
        }
    }

    /// Chooses and stores; the connection is the record's writer.
    package func plan(on connection: Connection) throws -> StoredPlan {
        // Most exports name each shipment once: plan as if, and look again where one does not.
        if let plan = try pass(connection, knowing: RepeatedKeys()) { return plan }
        var keys = RepeatedKeys()
        for export in request.exports {
            let table = try ExportTable(export.location, options(export, digest: nil))
            try table.scan { row throws(Problem) in keys.insert(row.identity) }
        }
        guard let plan = try pass(connection, knowing: keys) else {
            throw Problem(
                .exportChanged, "the export changed while it was read",
                at: request.paths.joined(separator: ", "), next: "plan it again")
        }
        return plan
    }

    /// What the plan would come to; the record stays as it is.
    package func trial(on connection: Connection) throws -> StoredPlan {
        var trial = self
        trial.isTrial = true
        return try trial.plan(on: connection)
    }

    /// One reading of all exports inside one transaction; nil when a shipment stands twice.
    private func pass(_ connection: Connection, knowing keys: RepeatedKeys) throws -> StoredPlan? {
        struct Again: Error {}
        struct Undone: Error {}
        var tried: StoredPlan?
        do {
            return try connection.transaction {
                let writing = try PlanPass(
                    request, choosing, holds, keys, PlanWriter(connection), connection)
                for (place, export) in request.exports.enumerated() {
                    try writing.read(
                        export, source: Int64(place),
                        try options(export, digest: writing.take))
                }
                guard !writing.foundRepeats else { throw Again() }
                try refuseRepeated(writing.exportDigest.hex, connection)
                tried = try store(writing, connection)
                if isTrial { throw Undone() }
                return tried
            }
        } catch is Again {
            return nil
        } catch is Undone {
            return tried
        }
    }

    private func options(
        _ export: PlanExport, digest: ((UnsafeRawBufferPointer) -> Void)?
    ) throws(Problem) -> ExportOptions {
        var options = ExportOptions(
            request.job, account: export.account,
            columns: export.earlier?.columns ?? request.columns, zone: request.zone,
            asOf: request.asOf)
        if let digest { options.digest = digest }
        return options
    }
}

extension Planner {
    /// The same export is planned once, unless somebody says again.
    private func refuseRepeated(_ digest: String, _ connection: Connection) throws {
        guard !request.again else { return }
        let run = try connection.first(
            """
            SELECT run, status FROM runs
            WHERE export_sha256 = ? AND status <> 'abandoned' ORDER BY run DESC LIMIT 1
            """, digest
        ) { ($0.int(0), $0.text(1)) }
        guard let (run, status) = run else { return }
        throw AlreadyPlanned(run: run, status: status, paths: request.paths)
    }
}

/// These very bytes were planned before.
package struct AlreadyPlanned: Error {
    package let run: Int64
    package let status: String
    let paths: [String]

    package var problem: Problem {
        Problem(
            .alreadyPlanned, "this export was planned already: run \(run), \(status)",
            at: paths.joined(separator: ", "),
            next: status == "blocked"
                ? "rescind approve \(run) --reason TEXT, or plan it --again"
                : "rescind apply \(run), or plan it --again")
    }
}

// MARK: Storing
extension Planner {
    private func store(_ pass: PlanPass, _ connection: Connection) throws -> StoredPlan {
        let tally = pass.tally
        let blocking = Blocking(
            request: request, tally: tally, shortfalls: pass.sources.compactMap(\.shortfall))
        let blocked = blocking.reasons
        let madeAt = pass.sources.map(\.madeAt).min() ?? request.now
        let rules = choosing.stored
        let record = RunRecord(
            run: pass.run, createdAt: request.now, actor: request.actor.description,
            host: request.host, version: Version.number, exports: request.paths,
            exportSHA256: pass.exportDigest.hex, exportMadeAt: madeAt,
            asOf: request.asOf.description, counts: tally.counts,
            jobSHA256: request.job.text.isEmpty ? nil : SHA256.hash(request.job.text).hex,
            rulesSHA256: SHA256.hash(rules.bytes).hex, itemsSHA256: pass.itemsDigest,
            ticket: request.ticket, blockedBy: blocked,
            plan: PlanDocument(request, tally, pass.sources, rules, holds).json)
        let act = Act(
            .plan, run: pass.run, at: request.now, actor: request.actor, ticket: request.ticket,
            detail: ["blocked": .array(blocked.map(JSON.Value.string))])
        try pass.writer.finish(record, by: act)
        try link(pass.run, connection)
        return StoredPlan(
            record: record, tally: tally, sources: pass.sources, unreadable: pass.unreadable,
            unmatchedHolds: holds?.unmatched(pass.matchedHolds) ?? [],
            overLimits: blocking.overLimits)
    }
}

extension Planner {
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
}

/// A plan as it was stored, with what a person is shown of it.
package struct StoredPlan {
    package let record: RunRecord
    package let tally: Tally
    package let sources: [PlanSource]
    /// The first rows that could not be read.
    package let unreadable: [(line: Int, reason: String)]
    package let unmatchedHolds: [HoldList.Entry]
    /// The accounts over their own limits, each with its reasons.
    package let overLimits: [String: [String]]
}
