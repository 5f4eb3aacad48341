// SPDX-License-Identifier: MIT

import Audit
package import Model
import Providers
package import SQLite

/// Where the items of a run stand and what of it is not over: the one place that says what is open.
///
/// A person's finding stands beside the provider's word and ends every question about its item.
package struct RunStanding: Sendable, Equatable {
    /// The provider's word.
    package private(set) var states: [ItemState: Int64] = [:]
    /// Those of them that a person has closed.
    package private(set) var closed: [ItemState: Int64] = [:]
    /// Not seen done yet; a look can still tell, within the provider's own time.
    package private(set) var open: Int64 = 0
    /// Not seen done although the provider's own time is over; looks have stopped.
    package private(set) var overdue: Int64 = 0
    /// Asked for at a provider that never says a word for "cancelled".
    package private(set) var notConfirmable: Int64 = 0

    package init() {}

    /// The provider's word about what nobody has closed.
    package var standing: [ItemState: Int64] { states.merging(closed) { $0 - $1 } }
    package var unsent: Int64 { count(.planned) }
    package var doubt: Int64 { count(.inDoubt) + count(.sending) }
    package var closedByPerson: Int64 { closed.values.reduce(0, +) }
    /// Whether `apply` has nothing left to do.
    package var isSent: Bool { unsent + doubt == 0 }

    private func count(_ state: ItemState) -> Int64 { standing[state, default: 0] }
}

// MARK: From the record
extension RunStanding {
    /// That of one run.
    package init(run: Int64, now: Timestamp, _ connection: Connection) throws {
        self = try Self.all(from: run, to: run, now: now, connection)[run] ?? RunStanding()
    }

    /// Those of all runs from one to another, in one pass.
    package static func all(
        from first: Int64, to last: Int64 = .max, now: Timestamp, _ connection: Connection
    ) throws -> [Int64: RunStanding] {
        var found: [Int64: RunStanding] = [:]
        try connection.each(
            """
            SELECT item.run, coalesce(now.state, item.state), item.provider,
                coalesce(\(ConfirmQueue.canTell), 0),
                CASE WHEN \(ConfirmQueue.canTell) THEN \(OverdueItem.isPast("?3")) ELSE 0 END,
                (item.run, item.no) IN
                    (SELECT run, no FROM act WHERE act = 'resolve' AND run >= ?1 AND run <= ?2),
                count(*)
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run >= ?1 AND item.run <= ?2 GROUP BY 1, 2, 3, 4, 5, 6
            """, first, last, now.milliseconds
        ) { row in
            guard let state = ItemState(rawValue: row.text(1)) else { return }
            found[row.int(0), default: RunStanding()].take(
                row.int(6), state, ProviderName(rawValue: row.text(2)), canTell: row.bool(3),
                isPast: row.bool(4), isClosed: row.bool(5))
        }
        return found
    }

    package static func + (left: RunStanding, right: RunStanding) -> RunStanding {
        var sum = left
        sum.states.merge(right.states, uniquingKeysWith: +)
        sum.closed.merge(right.closed, uniquingKeysWith: +)
        sum.open += right.open
        sum.overdue += right.overdue
        sum.notConfirmable += right.notConfirmable
        return sum
    }

    private mutating func take(
        _ items: Int64, _ state: ItemState, _ provider: ProviderName?, canTell: Bool,
        isPast: Bool, isClosed: Bool
    ) {
        states[state, default: 0] += items
        if isClosed { return closed[state, default: 0] += items }
        guard canTell, let facts = provider?.provider.facts else { return }
        switch facts.outlook(isInDoubt: state == .inDoubt, isPast: isPast) {
        case .open: open += items
        case .overdue: overdue += items
        case .notConfirmable: notConfirmable += items
        case nil: break
        }
    }
}
