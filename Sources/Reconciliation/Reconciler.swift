// SPDX-License-Identifier: MIT

package import Audit
import Exports
package import Formats
package import Job
package import Model
import Providers
package import SQLite

/// What `reconcile RUN --against EXPORT` is asked.
package struct ReconcileRequest {
    package var run: RunRecord
    package var path: String
    package var job: Job?
    /// The account of rows that name none, where somebody says it.
    package var account: String?
    /// When the export was made, where somebody says it; else what the file says itself.
    package var exportedAt: Timestamp?
    package var now: Timestamp
    package var actor: Actor
    package var ticket: String?

    package init(
        run: RunRecord, path: String, job: Job?, account: String? = nil,
        exportedAt: Timestamp? = nil, now: Timestamp, actor: Actor, ticket: String? = nil
    ) {
        self.run = run
        self.path = path
        self.job = job
        self.account = account
        self.exportedAt = exportedAt
        self.now = now
        self.actor = actor
        self.ticket = ticket
    }
}

/// What came of it.
package struct Reconciled: Sendable {
    package var tally = ClassTally()
    package var rows: Int64 = 0
    /// Rows of shipments that are none of this run's business.
    package var others: Int64 = 0
    package var sha256 = ""
    package var madeAt = Timestamp(milliseconds: 0)
    /// Accounts of the run that the export does not have; their shipments were not compared.
    package var notCompared: [String] = []
    /// The export had no row of any account of the run: it proves nothing.
    package var comparedNothing = false
    /// The first differences of each class.
    package var shown: [ComparedRow] = []
    package var changes: Changes?
}

/// Holds a run against a later export, and keeps what differs as evidence.
package struct Reconciler {
    static let shownOfClassMax = 5

    let request: ReconcileRequest
    private let connection: Connection

    package init(_ request: ReconcileRequest, on connection: Connection) {
        self.request = request
        self.connection = connection
    }

    /// Reads, then compares and stores: all of it or nothing.
    ///
    /// While the export is read nothing of the record is locked, however slowly it comes.
    package func reconcile() throws -> Reconciled {
        let shipments = try RunShipments(of: request.run.run, connection)
        let later = try LaterExport(shipments)
        try later.read(request.path, try options(shipments.accounts.byName))
        let madeAt = try exportTime(later)
        return try connection.sortingInFile {
            try connection.transaction { try store(later, madeAt) }
        }
    }

    /// When the export was made: only a later one than the run's own says what became of it.
    private func exportTime(_ later: LaterExport) throws(Problem) -> Timestamp {
        guard let madeAt = request.exportedAt ?? later.madeAt else {
            throw Problem(
                .usage, "nothing says when the export was made", at: request.path,
                next: "add --exported-at TIME")
        }
        guard madeAt > request.run.exportMadeAt else {
            throw Problem(
                .exportStale,
                "the export was made \(madeAt), not after the run's own, "
                    + "\(request.run.exportMadeAt)",
                at: request.path, next: "reconcile against a later export")
        }
        return madeAt
    }

    private func options(_ providers: [String: ProviderName]) throws -> ExportOptions {
        var options = ExportOptions()
        let account = try defaultAccount(providers)
        options.account = account
        options.accounts = providers
        if let job = request.job {
            options.columns = job.account(account)?.columns ?? job.columns
            options.zone = try Zone(named: job.timeZone)
            options.dateOrder = job.dateOrder
        }
        return options
    }

    /// The account of rows that name none: whose file it is, the run's only one, else the job's.
    private func defaultAccount(
        _ providers: [String: ProviderName]
    ) throws(Problem) -> String {
        if let account = request.account {
            guard providers[account] == nil else { return account }
            throw Problem(
                .usage, "run \(request.run.run) has no shipment of account \(account)",
                at: request.path,
                next: "name one of \(providers.keys.sorted().joined(separator: ", "))")
        }
        if providers.count == 1, let only = providers.keys.first { return only }
        return request.job?.defaultAccount ?? ""
    }
}

// MARK: Comparing and storing
extension Reconciler {
    private func store(_ later: LaterExport, _ madeAt: Timestamp) throws -> Reconciled {
        let position = try Log.size(connection)
        let keeper = try ComparedKeeper(act: position, connection)
        let export = LaterExportFacts(madeAt: madeAt, listsCancelled: later.listsCancelled)
        try OursReader(later: later, connection: connection).each { shipment in
            let result = Comparison.compare(shipment.ours, shipment.theirs, export)
            try keeper.add(shipment, result, run: request.run.run)
        }
        let foreign = ForeignReader(later: later, connection: connection)
        try foreign.forgetWhatOtherRunsAsked()
        try keeper.besideStoring {
            try foreign.each { try keeper.add($0, .missingInAudit, amount: $1) }
            try foreign.eachUnreadable {
                try keeper.add($0, .unreadable, amount: nil)
            }
        }
        let all = Set(later.shipments.accounts.names)
        let covered = later.accountsSeen
        var result = Reconciled(
            tally: keeper.tally, rows: later.rows, others: later.others, sha256: later.sha256,
            madeAt: madeAt, notCompared: all.subtracting(covered).sorted(),
            comparedNothing: covered.isEmpty, shown: keeper.shown)
        try record(result, keeper.finish(), position)
        result.changes = try Changes(run: request.run.run, act: position, connection)
        return result
    }

    private func record(_ result: Reconciled, _ digest: RowsDigest, _ position: Int64) throws {
        let act = Act(
            .reconcile, run: request.run.run, at: request.now, actor: request.actor,
            ticket: request.ticket,
            detail: [
                "against": .string(request.path), "export_sha256": .string(result.sha256),
                "export_made_at": .string(result.madeAt.description),
                "rows": .number(String(digest.count)), "rows_sha256": .string(digest.hex),
                "not_compared": .array(result.notCompared.map(JSON.Value.string)),
                "classes": result.tally.json,
            ])
        var log = try Log(connection)
        try act.append(to: &log)
        try log.close()
    }
}

extension ClassTally {
    /// By account and class: count and sums.
    package var json: JSON.Value {
        .object(
            accounts.sorted { $0.key < $1.key }.map { account, classes in
                JSON.Member(
                    account,
                    .object(
                        ShipmentClass.allCases.compactMap { name in
                            classes[name].map { JSON.Member(name.rawValue, $0.json) }
                        }))
            })
    }
}

extension ClassTally.Entry {
    package var json: JSON.Value {
        ["count": .number(String(count)), "value": value.asJSON]
    }
}

extension Totals {
    /// Amounts as text by currency; `?` where no currency is stated.
    package var asJSON: JSON.Value {
        .object(
            sorted.map {
                JSON.Member($0.currency.isEmpty ? "?" : $0.currency, .string($0.amount.text()))
            })
    }
}
