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

    /// Where a look can end it: what can never be confirmed is overdue only while in doubt.
    private static let canEnd: String = {
        let looked = ProviderName.allCases.filter { $0.provider.facts.looks != nil }
        let confirmed = looked.filter { $0.provider.facts.isConfirmable }
        func list(_ names: [ProviderName]) -> String {
            names.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        }
        return "(item.provider IN (\(list(confirmed)))"
            + " OR item.provider IN (\(list(looked))) AND now.state = 'in_doubt')"
    }()

    static func first(
        _ first: Int64, _ last: Int64, _ now: Timestamp, _ connection: Connection
    ) throws -> [OverdueItem] {
        try connection.all(
            """
            SELECT now.run, now.account, now.shipment_id, \(since) AS since
            FROM item_state now JOIN item ON item.run = now.run AND item.no = now.no
            WHERE now.run >= ?1 AND now.run <= ?2 AND \(ConfirmQueue.open)
                AND \(canEnd) AND \(since) <= ?3
            ORDER BY since, now.run, now.no LIMIT ?4
            """, first, last, now.milliseconds, shownMax
        ) { row in
            OverdueItem(
                run: row.int(0), account: row.text(1), shipmentID: row.text(2),
                since: Timestamp(milliseconds: row.int(3)))
        }
    }
}
