// SPDX-License-Identifier: MIT

import Formats
import Model
import Proof
import SQLite

/// Holds the items and labels of every run against the digest and the counts in its leaf.
struct ItemsCheck {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private struct Run {
        let seq: Int64
        let run: Int64
        let digest: String
        let counts: RowCounts
        let exports: [String]?
    }

    func firstFault() throws -> AuditFault? {
        var known: Set<Int64> = []
        for run in try runs() {
            known.insert(run.run)
            if let what = try fault(of: run) { return AuditFault(record: run.seq, "run", what) }
        }
        for table in ["item", "label", "export"] {
            let numbers = try connection.all("SELECT DISTINCT run FROM \(table)") { $0.int(0) }
            if let stray = numbers.first(where: { !known.contains($0) }) {
                return AuditFault(table, "it has rows of run \(stray), which does not exist")
            }
        }
        return nil
    }

    private func runs() throws -> [Run] {
        try connection.all(
            """
            SELECT seq, run, items_sha256, rows, planned, held, excluded, settled, duplicate,
                unreadable, exports
            FROM run NOT INDEXED ORDER BY seq
            """
        ) { row in
            var counts = RowCounts()
            counts.rows = row.int(3)
            counts.planned = row.int(4)
            counts.held = row.int(5)
            counts.excluded = row.int(6)
            counts.settled = row.int(7)
            counts.duplicate = row.int(8)
            counts.unreadable = row.int(9)
            return Run(
                seq: row.int(0), run: row.int(1), digest: row.text(2), counts: counts,
                exports: try? JSON.parse(row.bytes(10)).array?.compactMap(\.string))
        }
    }

    private func fault(of run: Run) throws -> String? {
        guard run.counts.addUp else { return "its counts do not add up to its rows" }
        let exports = try connection.all(
            "SELECT path FROM export WHERE run = ? ORDER BY no", run.run
        ) { $0.text(0) }
        guard exports == run.exports else { return "its exports are not those of the table export" }
        var digest = StoredItemDigest()
        try digest.read(run.run, connection)
        guard digest.hex == run.digest else {
            return "its items are not those that were planned (items_sha256)"
        }
        let states: [(ItemState, Int64)] = [
            (.planned, run.counts.planned), (.held, run.counts.held),
            (.settled, run.counts.settled), (.duplicate, run.counts.duplicate),
            (.unreadable, run.counts.unreadable),
        ]
        for (state, count) in states where digest.states[state.rawValue, default: 0] != count {
            return "it counts \(count) \(state.rawValue), its items are"
                + " \(digest.states[state.rawValue, default: 0])"
        }
        return nil
    }
}

/// The digest of a run's items, from the rows as they are stored.
private struct StoredItemDigest {
    private(set) var states: [String: Int64] = [:]
    private var frontier = MerkleFrontier()
    private var encoder = LeafEncoder()

    var hex: String { frontier.root.hex }

    mutating func read(_ run: Int64, _ connection: Connection) throws {
        let items = try connection.cursor(Self.items(hasBare: try hasBare(run, connection)), run)
        let labels = try connection.cursor(
            """
            SELECT no, label_id, tracking_number, status, cost, insurance, currency
            FROM label WHERE run = ? ORDER BY no, label_id
            """, run)
        var hasLabel = try labels.next()
        while try items.next() {
            add(item: items.row)
            let no = items.row.int(0)
            count(items.row)
            while hasLabel, labels.row.int(0) <= no {
                add(labels.row, ItemDigest.LeafType.label, 7)
                hasLabel = try labels.next()
            }
        }
        while hasLabel {
            add(labels.row, ItemDigest.LeafType.label, 7)
            hasLabel = try labels.next()
        }
    }

    private func hasBare(_ run: Int64, _ connection: Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM item_leaf WHERE run = ? LIMIT 1", run) { _ in true }
            ?? false
    }

    /// The columns of an item's leaf, then the hash that stands for them where its row is bare.
    private static func items(hasBare: Bool) -> String {
        let leaf =
            hasBare
            ? """
            CASE WHEN \(ArchivedPart.item.isBare) THEN (SELECT leaf FROM item_leaf kept
                WHERE kept.run = item.run AND kept.no = item.no) END
            """ : "NULL"
        let columns = Schema.itemColumns.dropFirst().joined(separator: ", ")
        return "SELECT \(columns), \(leaf) FROM item WHERE run = ? ORDER BY no"
    }

    private mutating func add(item row: borrowing Row) {
        let columns = Schema.itemColumns.count - 1
        if let leaf = row.withBytes(columns, { Digest($0) }) {
            frontier.append(leaf)
        } else {
            add(row, ItemDigest.LeafType.item, columns)
        }
    }

    private mutating func add(_ row: borrowing Row, _ type: UInt8, _ columns: Int) {
        encoder.begin(type: type)
        encoder.columns(0..<columns, of: row)
        frontier.append(encoder.hash)
    }

    private mutating func count(_ row: borrowing Row) {
        states[row.text(9), default: 0] += 1
    }
}
