// SPDX-License-Identifier: MIT

package import Formats
import Model
import Proof
import SQLite

/// The digest of a run's items, from the rows as they are stored.
struct StoredItemDigest {
    private(set) var states: [String: Int64] = [:]
    private var frontier = MerkleFrontier()
    private var encoder = LeafEncoder()

    var hex: String { frontier.root.hex }

    mutating func read(_ run: Int64, _ connection: Connection) throws {
        let items = try connection.cursor(
            """
            SELECT no, source, line, account, provider, shipment_id, status, reference,
                tracking_number, state, reason, cost, currency, sort, raw
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

    private mutating func count(_ row: borrowing Row) {
        states[row.text(9), default: 0] += 1
    }
}

extension RunReader {
    /// The digest of a run's items as they stand in the record now.
    ///
    /// Triggers keep them from being changed; whoever writes past the triggers is found here.
    package func itemsSHA256(_ run: Int64) throws -> String {
        var digest = StoredItemDigest()
        try digest.read(run, connection)
        return digest.hex
    }

    /// The newest approval of a run; nil where nobody approved it.
    package func approval(_ run: Int64) throws -> JSON.Value? {
        try connection.first(
            "SELECT detail FROM act WHERE run = ? AND act = 'approve' ORDER BY seq DESC LIMIT 1",
            run
        ) { try JSON.parse($0.bytes(0)) }
    }
}
