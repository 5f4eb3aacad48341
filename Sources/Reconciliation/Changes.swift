// SPDX-License-Identifier: MIT

import SQLite

/// What is different since the same run was last held against an export.
package struct Changes: Sendable {
    package static let shownMax = 20

    package struct Change: Sendable, Equatable {
        package let account: String
        package let shipmentID: String
        package let before: String
        package let now: String
    }

    package struct Move: Sendable, Hashable {
        package let before: String
        package let now: String
    }

    /// When the earlier comparison was made, in milliseconds.
    package private(set) var since: Int64
    package private(set) var counts: [Move: Int64] = [:]
    package private(set) var shown: [Change] = []

    /// Compares the act with the one before it; nil where there is none.
    init?(run: Int64, act: Int64, _ connection: Connection) throws {
        let earlier = try connection.first(
            """
            SELECT seq, at FROM act
            WHERE run = ? AND act = 'reconcile' AND seq < ? ORDER BY seq DESC LIMIT 1
            """, run, act
        ) { ($0.int(0), $0.int(1)) }
        guard let (before, at) = earlier else { return nil }
        since = at
        try read(before, act, connection)
    }

    package var count: Int64 { counts.values.reduce(0, +) }

    /// A shipment of the run that was not kept had matched; a foreign one was not seen.
    private mutating func read(_ before: Int64, _ act: Int64, _ connection: Connection) throws {
        var counts: [Move: Int64] = [:]
        var shown: [Change] = []
        try connection.each(
            """
            SELECT coalesce(now.account, before.account),
                coalesce(now.shipment_id, before.shipment_id),
                coalesce(before.class, iif(now.item IS NULL, 'not seen', 'matched')),
                coalesce(now.class, iif(before.item IS NULL, 'not seen', 'matched'))
            FROM (SELECT * FROM compared WHERE act = ? AND shipment_id <> '') before
            FULL JOIN (SELECT * FROM compared WHERE act = ? AND shipment_id <> '') now
                ON now.account = before.account AND now.shipment_id = before.shipment_id
            WHERE now.class IS NOT before.class ORDER BY 1, 2
            """, before, act
        ) { row in
            let change = Change(
                account: row.text(0), shipmentID: row.text(1), before: row.text(2),
                now: row.text(3))
            counts[Move(before: change.before, now: change.now), default: 0] += 1
            if shown.count < Self.shownMax { shown.append(change) }
        }
        (self.counts, self.shown) = (counts, shown)
    }
}
