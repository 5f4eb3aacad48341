// SPDX-License-Identifier: MIT

import Formats
import Model
import Proof
package import SQLite

/// Stores a plan inside the caller's transaction: first the items, then the run they belong to.
package struct PlanWriter {
    package let run: Int64
    private let connection: Connection
    private let insertItem: Statement
    private let insertLabel: Statement
    private let progress = Progress()

    private final class Progress {
        var last: Int64 = -1
        var digest = ItemDigest()
    }

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

    /// Stores items; they come by ascending `no`, as their digest is made in that order.
    package func add(_ load: ItemLoad) throws {
        guard let first = load.first else { return }
        guard first > progress.last else {
            throw Problem(.internal, "item \(first) of the plan comes after \(progress.last)")
        }
        progress.last = load.last
        progress.digest.add(load)
        for place in 0..<load.leaves.count {
            try load.leaves.read(at: place) { try insert(&$0) }
        }
    }

    /// Stores one item.
    package func add(_ item: ItemRecord) throws {
        var load = ItemLoad()
        _ = item.lend { load.append($0, no: item.no) }
        try add(load)
    }

    /// The fields of a leaf are the columns of its table, after the number of the run.
    private func insert(_ leaf: inout LentLeaf) throws(SQLiteError) {
        let isItem = leaf.type == ItemDigest.LeafType.item
        try (isItem ? insertItem : insertLabel).run(&leaf, after: run)
    }

    /// What the items stored so far are in the run's leaf (`items_sha256`).
    package var itemsSHA256: String { progress.digest.hex }

    /// Stores the run itself and the act of planning it.
    ///
    /// Its items' digest is that of the items stored here, whatever `record` says.
    package func finish(_ record: RunRecord, by act: Act) throws {
        var log = try Log(connection)
        let counts = record.counts
        try log.append(
            .run, record.run, record.createdAt.milliseconds, record.actor, record.host,
            record.version, JSON.Value.array(record.exports.map(JSON.Value.string)).oneLine,
            record.exportSHA256, record.exportMadeAt.milliseconds, record.asOf, counts.rows,
            counts.planned, counts.held, counts.excluded, counts.settled, counts.duplicate,
            counts.unreadable, record.jobSHA256, record.rulesSHA256, progress.digest.hex,
            record.ticket, JSON.Value.array(record.blockedBy.map(JSON.Value.string)).oneLine,
            record.plan.oneLine)
        for (no, path) in record.exports.enumerated() {
            try connection.run(
                "INSERT INTO export (run, no, path) VALUES (?, ?, ?)", run, no, path)
        }
        try act.append(to: &log)
        try log.close()
    }
}

extension JSON.Value {
    /// The document on one line.
    var oneLine: String { String(decoding: bytes, as: UTF8.self) }
}
