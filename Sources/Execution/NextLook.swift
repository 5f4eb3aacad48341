// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers
import SQLite

/// When somebody should look again: pauses grow, and a look before its time is not made.
enum NextLook {
    static func due(
        _ first: Int64, _ last: Int64, _ now: Timestamp, _ lookEvery: [String: Int64],
        _ connection: Connection
    ) throws -> Timestamp? {
        var earliest: Int64?
        try connection.each(
            """
            SELECT now.account, item.provider, now.looks,
                min(coalesce(now.looked_at, now.requested_at)), min(\(OverdueItem.since))
            FROM item_state now JOIN item ON item.run = now.run AND item.no = now.no
            WHERE now.run >= ?1 AND now.run <= ?2 AND \(ConfirmQueue.open)
                AND NOT \(OverdueItem.isPast("?3"))
            GROUP BY 1, 2, 3
            """, first, last, now.milliseconds
        ) { row in
            guard let looks = ProviderName(rawValue: row.text(1))?.provider.facts.looks else {
                return
            }
            let own = Int64(looks.intervalSeconds(afterLooks: Int(row.int(2)))) * 1000
            let due = min(row.int(3) + (lookEvery[row.text(0)] ?? own), row.int(4))
            earliest = min(earliest ?? due, due)
        }
        return earliest.map(Timestamp.init(milliseconds:))
    }
}
