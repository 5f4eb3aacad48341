// SPDX-License-Identifier: MIT

import Formats
import Model
package import SQLite

/// Stores a plan inside the caller's transaction: first the items, then the run they belong to.
package struct PlanWriter {
    package let run: Int64
    private let connection: Connection
    private let insertItem: Statement
    private let insertLabel: Statement

    /// Draws the number of the new run.
    package init(_ connection: Connection) throws {
        self.connection = connection
        run = 1 + (try connection.first("SELECT coalesce(max(run), 0) FROM run") { $0.int(0) } ?? 0)
        insertItem = try connection.statement(
            """
            INSERT INTO item
                (run, no, source, line, account, provider, shipment_id, status, reference,
                tracking_number, state, reason, cost, currency, sort, raw)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertLabel = try connection.statement(
            """
            INSERT INTO label
                (run, no, label_id, tracking_number, status, cost, insurance, currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    package func add(_ item: ItemRecord) throws {
        try insertItem.run(
            run, item.no, item.source, item.line, item.account, item.provider,
            item.shipmentID, item.status, item.reference, item.trackingNumber,
            item.state.rawValue, item.reason, item.cost, item.currency, item.sort, item.raw)
        for label in item.labels {
            try insertLabel.run(
                run, item.no, label.id, label.trackingNumber, label.status, label.cost,
                label.insurance, label.currency)
        }
    }

    /// Stores the run itself and the act of planning it.
    package func finish(_ record: RunRecord, by act: Act) throws {
        var log = try Log(connection)
        let counts = record.counts
        try connection.run(
            """
            INSERT INTO run
                (seq, run, created_at, actor, host, version, exports, export_sha256,
                export_made_at, as_of, rows, planned, held, excluded, settled, duplicate,
                unreadable, job_sha256, rules_sha256, items_sha256, ticket, blocked_by, plan)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            log.next(), record.run, record.createdAt.milliseconds, record.actor, record.host,
            record.version, JSON.Value.array(record.exports.map(JSON.Value.string)).oneLine,
            record.exportSHA256, record.exportMadeAt.milliseconds, record.asOf, counts.rows,
            counts.planned, counts.held, counts.excluded, counts.settled, counts.duplicate,
            counts.unreadable, record.jobSHA256, record.rulesSHA256, record.itemsSHA256,
            record.ticket, JSON.Value.array(record.blockedBy.map(JSON.Value.string)).oneLine,
            record.plan.oneLine)
        try act.append(to: &log)
        try log.close()
    }
}

extension JSON.Value {
    /// The document on one line.
    var oneLine: String { String(decoding: bytes, as: UTF8.self) }
}
