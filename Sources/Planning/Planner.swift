// SPDX-License-Identifier: MIT

import Audit
import Exports
import Formats
import Job
package import Model
import Proof
package import SQLite

/// Makes a plan of exports and rules, and stores it whole or not at all; sends nothing.
package struct Planner {
    package var request: PlanRequest
    let choosing: Choosing
    let holds: HoldList?

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
        let spool = try request.paths.contains("-") ? Spool() : nil
        let setting = PlanPass.Setting(
            request: request, choosing: choosing, holds: holds, spool: spool)
        // Most exports name each shipment once: plan as if, and look again where one does not.
        do {
            return try pass(setting, repeats: nil, on: connection)
        } catch let found as RepeatsFound {
            return try pass(setting, repeats: found, on: connection)
        }
    }

    /// A first pass ends with it when some shipment stands twice.
    private struct RepeatsFound: Error {
        let filter: RepeatFilter
        /// Of the bytes it was found in.
        let digest: Digest
    }

    /// One reading of all exports inside one transaction.
    private func pass(
        _ setting: PlanPass.Setting, repeats: RepeatsFound?, on connection: Connection
    ) throws -> StoredPlan {
        try connection.transaction {
            let pass = try PlanPass(setting, repeats: repeats?.filter, on: connection)
            try pass.readAll()
            let digest = pass.bytes.digest
            if let filter = pass.finder.filter {
                throw RepeatsFound(filter: filter, digest: digest)
            }
            guard repeats.map({ $0.digest == digest }) ?? true else {
                throw Problem(
                    .exportChanged, "the export changed while it was read",
                    at: request.paths.joined(separator: ", "), next: "plan it again")
            }
            try refuseRepeated(digest.hex, connection)
            return try store(pass, connection)
        }
    }
}

extension PlanPass.Setting {
    func options(
        of export: PlanExport, digest: @escaping (UnsafeRawBufferPointer) -> Void
    ) throws(Problem) -> ExportOptions {
        var options = ExportOptions(
            request.job, account: export.account,
            columns: export.earlier?.columns ?? request.columns, zone: request.zone,
            asOf: request.asOf)
        options.digest = digest
        options.spool = spool
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
