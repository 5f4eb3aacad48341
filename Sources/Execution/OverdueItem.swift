// SPDX-License-Identifier: MIT

import Audit
package import Model
import Providers
import SQLite

/// A shipment that was not seen done although its provider's own time is over.
package struct OverdueItem: Sendable, Equatable {
    static let shownMax: Int64 = 10

    package let run: Int64
    package let account: String
    package let shipmentID: String
    /// When the provider's own time ended.
    package let since: Timestamp

    /// In SQL, when the time of an item ends; an item without a look has none to wait for.
    static let since: String = {
        let times = ProviderName.allCases.map { name in
            let seconds = name.provider.facts.looks?.overdueSeconds ?? 0
            return "WHEN '\(name.rawValue)' THEN \(Int64(seconds) * 1000)"
        }
        return "now.requested_at + CASE item.provider \(times.joined(separator: " ")) ELSE 0 END"
    }()

    /// In SQL, whether looks have stopped.
    ///
    /// The last of them is made when the time is over, however much later that is: what nobody has
    /// looked at since is open, not overdue.
    static func isPast(_ now: String) -> String {
        """
        (\(since) <= \(now) AND (coalesce(now.looked_at, 0) >= \(since) OR EXISTS (
            SELECT 1 FROM request WHERE request.run = now.run AND request.no = now.no
                AND request.purpose = 'look' AND request.sent_at >= \(since))))
        """
    }

    private static func names(_ condition: (Facts) -> Bool) -> String {
        ProviderName.allCases.filter { condition($0.provider.facts) }
            .map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    /// Where a look can end it: what can never be confirmed is overdue only while in doubt.
    private static let canEnd =
        "(item.provider IN (\(names { $0.looks != nil && $0.isConfirmable }))"
        + " OR item.provider IN (\(names { $0.looks != nil })) AND now.state = 'in_doubt')"

    static func first(
        _ first: Int64, _ last: Int64, _ now: Timestamp, _ connection: Connection
    ) throws -> [OverdueItem] {
        try connection.all(
            """
            SELECT now.run, now.account, now.shipment_id, \(since) AS since
            FROM item_state now JOIN item ON item.run = now.run AND item.no = now.no
            WHERE now.run >= ?1 AND now.run <= ?2 AND \(ConfirmQueue.open)
                AND \(canEnd) AND \(isPast("?3"))
            ORDER BY since, now.run, now.no LIMIT ?4
            """, first, last, now.milliseconds, shownMax
        ) { row in
            OverdueItem(
                run: row.int(0), account: row.text(1), shipmentID: row.text(2),
                since: Timestamp(milliseconds: row.int(3)))
        }
    }
}
