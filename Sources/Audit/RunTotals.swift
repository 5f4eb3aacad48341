// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// How many items of each run are in each state, and how many of them no look has seen done.
package struct RunTotals: Sendable {
    package struct Key: Sendable, Hashable {
        package let provider: String
        package let state: ItemState
    }

    package private(set) var states: [ItemState: Int64] = [:]
    /// Accepted or cancelled, never seen done, and not closed by a person.
    package private(set) var unseen: [Key: Int64] = [:]

    package init() {}

    /// The totals of all runs from one on, in one pass.
    package static func all(
        from first: Int64, to last: Int64 = .max, _ connection: Connection
    ) throws -> [Int64: RunTotals] {
        var totals: [Int64: RunTotals] = [:]
        try connection.each(
            """
            SELECT item.run, coalesce(now.state, item.state), item.provider,
                coalesce(\(ConfirmQueue.open), 0), count(*)
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run >= ? AND item.run <= ? GROUP BY 1, 2, 3, 4
            """, first, last
        ) { row in
            guard let state = ItemState(rawValue: row.text(1)) else { return }
            totals[row.int(0), default: RunTotals()].states[state, default: 0] += row.int(4)
            guard row.int(3) == 1, state == .accepted || state == .cancelled else { return }
            let key = Key(provider: row.text(2), state: state)
            totals[row.int(0)]?.unseen[key, default: 0] += row.int(4)
        }
        return totals
    }
}
