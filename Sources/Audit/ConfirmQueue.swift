// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// What one account has asked for and not yet seen done, page by page: the work of `confirm`.
package struct ConfirmQueue: Sendable {
    /// Nil for every run.
    package let run: Int64?
    package let account: String
    private var last = (run: Int64(-1), no: Int64(-1))

    package init(run: Int64?, account: String) {
        self.run = run
        self.account = account
    }

    package struct Entry: Sendable {
        package var run: Int64
        package var no: Int64
        package var shipmentID: String
        package var state: ItemState
        package var attempts: Int
        package var doubtedAt: Timestamp?
        package var requestedAt: Timestamp
        /// Looks since the newest cancel that told something, and when the last of them was.
        package var looks: Int
        package var lookedAt: Timestamp?
    }

    /// Which items a look could still tell something about.
    ///
    /// An item in doubt whose cancel never left is about a label: `apply` continues it.
    package static let canTell = """
        (now.state = 'accepted' OR now.state = 'in_doubt' AND now.attempts > 0
            OR now.state = 'cancelled' AND now.confirmed_at IS NULL)
        """

    /// The same, but for what a person has closed.
    package static let open = "\(canTell) AND NOT \(isClosed)"

    /// Whether a person has said what became of an item.
    static let isClosed = """
        EXISTS (SELECT 1 FROM act WHERE act.run = now.run AND act.no = now.no
            AND act.act = 'resolve')
        """

    package mutating func page(
        _ limit: Int, _ connection: Connection
    ) throws -> (entries: [Entry], isLast: Bool) {
        var reached = last
        let entries = try connection.all(
            """
            SELECT now.run, now.no, now.shipment_id, now.state, now.attempts, now.doubted_at,
                coalesce(now.requested_at, 0), now.looks, now.looked_at
            FROM item_state now
            WHERE now.run >= ?1 AND now.run <= ?2 AND now.account = ?3
                AND (now.run, now.no) > (?4, ?5) AND \(Self.open)
            ORDER BY now.run, now.no LIMIT ?6
            """, run ?? 0, run ?? .max, account, last.run, last.no, Int64(limit)
        ) { row in
            reached = (row.int(0), row.int(1))
            return Entry(
                run: row.int(0), no: row.int(1), shipmentID: row.text(2),
                state: ItemState(rawValue: row.text(3)) ?? .inDoubt, attempts: Int(row.int(4)),
                doubtedAt: row.intOrNil(5).map(Timestamp.init(milliseconds:)),
                requestedAt: Timestamp(milliseconds: row.int(6)), looks: Int(row.int(7)),
                lookedAt: row.intOrNil(8).map(Timestamp.init(milliseconds:)))
        }
        last = reached
        return (entries, entries.count < limit)
    }
}
