// SPDX-License-Identifier: MIT

import Formats
package import Model
import Proof
import SQLite

/// The digest of a run's items, from the rows as they are stored.
struct StoredItemDigest {
    /// How many items are in each state, by its place among all: a dictionary would hash each word.
    private var counts = ItemState.allCases.map { _ in Int64(0) }
    private var place = RepeatedText { word in
        ItemState.allCases.firstIndex { $0.rawValue == word }
    }
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
        if let leaf = row.withBytes(columns, { Digest(rawBytes: $0) }) {
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

    func count(of state: ItemState) -> Int64 {
        ItemState.allCases.firstIndex(of: state).map { counts[$0] } ?? 0
    }

    private mutating func count(_ row: borrowing Row) {
        if let place = place.value(row, 9) { counts[place] += 1 }
    }
}

extension RunReader {
    /// The newest approval of a run; nil where nobody approved it.
    package func approval(_ run: Int64) throws -> Approval? {
        try connection.first(
            """
            SELECT actor, at, reason, detail FROM act
            WHERE run = ? AND act = 'approve' ORDER BY seq DESC LIMIT 1
            """, run
        ) { row in
            Approval(
                by: row.text(0), at: Timestamp(milliseconds: row.int(1)), reason: row.text(2),
                itemsSHA256: try JSON.parse(row.bytes(3))["items_sha256"]?.string)
        }
    }
}

/// That another person allowed a blocked plan.
package struct Approval: Sendable {
    package let by: String
    package let at: Timestamp
    package let reason: String
    /// The items it is for, and no others.
    package let itemsSHA256: String?
}
