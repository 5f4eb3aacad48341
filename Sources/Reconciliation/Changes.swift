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

    /// As the rows were stored where that is their order, else sorted.
    private mutating func read(_ before: Int64, _ act: Int64, _ connection: Connection) throws {
        let blank = self
        let left = try Set(
            connection.all(
                """
                SELECT value FROM act, json_each(CAST(act.detail AS TEXT), '$.not_compared')
                WHERE act.seq IN (?, ?)
                """, before, act
            ) { $0.bytes(0) })
        let isInOrder = try ComparedLists(before, act, connection).each { shipment in
            guard shipment.before != shipment.now, !left.contains(shipment.account) else { return }
            add(shipment)
        }
        guard !isInOrder else { return }
        self = blank
        try sort(before, act, connection)
    }

    /// A shipment of the run that was not kept had matched, where its account was compared; a
    /// foreign one was not seen.
    private mutating func add(_ shipment: ComparedTwice) {
        let absent = shipment.isOurs ? ShipmentClass.matched.rawValue : "not seen"
        let move = Move(before: shipment.before ?? absent, now: shipment.now ?? absent)
        counts[move, default: 0] += 1
        guard shown.count < Self.shownMax else { return }
        shown.append(
            Change(
                account: String(decoding: shipment.account, as: UTF8.self),
                shipmentID: String(decoding: shipment.shipmentID, as: UTF8.self),
                before: move.before, now: move.now))
    }

    /// Grouped, not joined: SQLite walks a full join of two such lists row against row.
    private mutating func sort(_ before: Int64, _ act: Int64, _ connection: Connection) throws {
        var counts: [Move: Int64] = [:]
        var shown: [Change] = []
        try connection.each(
            """
            WITH both AS (
                SELECT account, shipment_id, max(item) AS item,
                    max(class) FILTER (WHERE act = ?1) AS before,
                    max(class) FILTER (WHERE act = ?2) AS now
                FROM compared WHERE act IN (?1, ?2) AND shipment_id <> '' GROUP BY 1, 2)
            SELECT account, shipment_id,
                coalesce(before, iif(item IS NULL, 'not seen', 'matched')),
                coalesce(now, iif(item IS NULL, 'not seen', 'matched'))
            FROM both WHERE before IS NOT now
                AND account NOT IN (SELECT value
                    FROM act, json_each(CAST(act.detail AS TEXT), '$.not_compared')
                    WHERE act.seq IN (?1, ?2))
            ORDER BY 1, 2
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
