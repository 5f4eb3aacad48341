// SPDX-License-Identifier: MIT

import Formats
import Model
import Proof
import SQLite

/// Holds the items and labels of every run against the digest and the counts in its leaf.
struct ItemsCheck {
    private let connection: Connection
    /// What the index of the items to be sent must hold.
    private(set) var toSend = RowSum()

    init(_ connection: Connection) { self.connection = connection }

    private struct Run {
        let seq: Int64
        let run: Int64
        let digest: String
        let counts: RowCounts
        let exports: [String]?
    }

    mutating func firstFault() throws -> AuditFault? {
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

    private mutating func fault(of run: Run) throws -> String? {
        guard run.counts.addUp else { return "its counts do not add up to its rows" }
        let exports = try connection.all(
            "SELECT path FROM export WHERE run = ? ORDER BY no", run.run
        ) { $0.text(0) }
        guard exports == run.exports else { return "its exports are not those of the table export" }
        var digest = StoredItemDigest()
        try digest.read(run.run, connection)
        toSend.add(digest.toSend)
        guard digest.hex == run.digest else {
            return "its items are not those that were planned (items_sha256)"
        }
        let states: [(ItemState, Int64)] = [
            (.planned, run.counts.planned), (.held, run.counts.held),
            (.settled, run.counts.settled), (.duplicate, run.counts.duplicate),
            (.unreadable, run.counts.unreadable),
        ]
        for (state, count) in states where digest.count(of: state) != count {
            return "it counts \(count) \(state.rawValue), its items are \(digest.count(of: state))"
        }
        return nil
    }
}

/// The digest of a run's items, from the rows as they are stored.
private struct StoredItemDigest {
    private(set) var toSend = RowSum()
    private var states: [ItemState: Int64] = [:]
    private var state = RepeatedText(ItemState.init(rawValue:))
    private var frontier = MerkleFrontier()
    private var encoder = LeafEncoder()

    var hex: String { frontier.root.hex }

    mutating func read(_ run: Int64, _ connection: Connection) throws {
        let items = try connection.cursor(
            """
            SELECT no, source, line, account, provider, shipment_id, status, reference,
                tracking_number, state, reason, cost, currency, sort, raw, run
            FROM item WHERE run = ? ORDER BY no
            """, run)
        let labels = try connection.cursor(
            """
            SELECT no, label_id, tracking_number, status, cost, insurance, currency
            FROM label WHERE run = ? ORDER BY no, label_id
            """, run)
        var hasLabel = try labels.next()
        while try items.next() {
            add(items.row, ItemDigest.LeafType.item, 15)
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

    private mutating func add(_ row: borrowing Row, _ type: UInt8, _ columns: Int) {
        encoder.begin(type: type)
        encoder.columns(0..<columns, of: row)
        frontier.append(encoder.hash)
    }

    func count(of state: ItemState) -> Int64 { states[state, default: 0] }

    private mutating func count(_ row: borrowing Row) {
        guard let state = state.value(row, 9) else { return }
        states[state, default: 0] += 1
        if state == .planned { toSend.add(row, Self.sendingColumns) }
    }

    /// Run, account, sort, number.
    private static let sendingColumns = [15, 3, 13, 0]
}
