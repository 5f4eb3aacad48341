// SPDX-License-Identifier: MIT

package import Audit
import Exports
package import Formats
package import Job
package import Model
package import SQLite

/// What `reconcile --refunds FILE` is asked.
package struct RefundRequest {
    package var path: String
    package var job: Job?
    package var now: Timestamp
    package var actor: Actor
    package var ticket: String?

    package init(
        path: String, job: Job?, now: Timestamp, actor: Actor, ticket: String? = nil
    ) {
        self.path = path
        self.job = job
        self.now = now
        self.actor = actor
        self.ticket = ticket
    }
}

/// What came of it.
package struct RefundsRead: Sendable {
    package var lines: Int64 = 0
    /// Lines that were not known yet.
    package var new: Int64 = 0
    /// Lines that were read before, or stand twice in the file.
    package var repeated: Int64 = 0
    package var unreadable: Int64 = 0
    /// The first lines that could not be read.
    package var shownUnreadable: [UnreadableLine] = []
    package var sha256 = ""
    package var standing: RefundStanding

    package struct UnreadableLine: Sendable, Equatable {
        package let line: Int
        package let reason: String
    }

    package var hasDifferences: Bool { standing.hasDifferences || unreadable > 0 }
}

/// Reads a refund file into the record and says how all refunds stand.
package struct RefundReconciler {
    static let unreadableShownMax = 10
    static let zoneDefault = Zone.utc

    let request: RefundRequest
    private let connection: Connection

    package init(_ request: RefundRequest, on connection: Connection) {
        self.request = request
        self.connection = connection
    }

    /// Stores the new lines with the act, all or nothing.
    package func reconcile() throws -> RefundsRead {
        let zone = try request.job.map { try Zone(named: $0.timeZone) } ?? Self.zoneDefault
        let today = zone.day(of: request.now)
        return try connection.transaction {
            var read = RefundsRead(standing: RefundStanding(Ledger(), on: today))
            let digest = try keep(&read, zone, today)
            let ledger = Ledger(try BooksReader(connection, zone: zone).events())
            read.standing = RefundStanding(ledger, on: today)
            var labels = LabelMoney(act: try Log.size(connection), connection)
            try labels.stand(ledger)
            try record(read, digest, labels)
            return read
        }
    }

    private func keep(
        _ read: inout RefundsRead, _ zone: Zone, _ today: CivilDate
    ) throws -> RowsDigest {
        let order = request.job?.dateOrder
        let file = RefundFile(path: request.path, zone: zone, order: order, today: today)
        let position = try Log.size(connection)
        var digest = RowsDigest()
        var result = read
        result.sha256 = try file.read { line, content in
            result.lines += 1
            switch content {
            case .unreadable(let reason): result.addUnreadable(line, reason)
            case .credit(let credit):
                let isNew = try CreditRow(credit, line: line).insert(
                    act: position, no: digest.count + 1, into: &digest, connection)
                if isNew { result.new += 1 } else { result.repeated += 1 }
            }
        }
        read = result
        return digest
    }

    private func record(
        _ read: RefundsRead, _ digest: RowsDigest, _ labels: LabelMoney
    ) throws {
        let detail = [
            JSON.Member("refunds", .string(request.path)),
            JSON.Member("file_sha256", .string(read.sha256)),
            JSON.Member("lines", .number(String(read.lines))),
            JSON.Member("rows", .number(String(digest.count))),
            JSON.Member("rows_sha256", .string(digest.hex)),
            JSON.Member("repeated", .number(String(read.repeated))),
            JSON.Member("unreadable", .number(String(read.unreadable))),
            JSON.Member("standing", read.standing.json),
        ]
        let act = Act(
            .reconcile, at: request.now, actor: request.actor, ticket: request.ticket,
            detail: .object(detail + labels.members))
        var log = try Log(connection)
        try act.append(to: &log)
        try log.close()
    }
}

extension RefundsRead {
    fileprivate mutating func addUnreadable(_ line: Int, _ reason: String) {
        unreadable += 1
        guard shownUnreadable.count < RefundReconciler.unreadableShownMax else { return }
        shownUnreadable.append(UnreadableLine(line: line, reason: reason))
    }
}

extension CreditRow {
    fileprivate init(_ credit: Credit, line: Int) {
        self.init(
            identity: credit.identity, line: Int64(line), account: credit.account,
            labelID: credit.labelID, trackingNumber: credit.trackingNumber,
            shipmentID: credit.shipmentID, reference: credit.reference,
            amount: credit.amount.description, currency: credit.currency,
            creditedOn: credit.day.description, invoice: credit.invoice, carrier: credit.carrier)
    }
}

extension RefundStanding {
    /// By currency: expected, received, missing, unexpected (design.md 6.3).
    package var json: JSON.Value {
        .object(
            sums.sorted { $0.key < $1.key }.map { currency, sums in
                JSON.Member(
                    currency.isEmpty ? "?" : currency,
                    [
                        "expected": .string(sums.expected.text()),
                        "received": .string(sums.received.text()),
                        "missing": .string(sums.missing.text()),
                        "unexpected": .string(sums.unexpected.text()),
                    ])
            })
    }
}
