// SPDX-License-Identifier: MIT

import Model
import SQLite

/// A request that another process put on record meanwhile.
///
/// Looks by a person do not wait for a night that is sending. Both are paid from the account's one
/// budget, so each counts what the other sent: the record tells them, which both write in turn.
package struct OtherRequest: Sendable, Equatable {
    package let account: String
    package let isRead: Bool

    package init(account: String, isRead: Bool) {
        (self.account, self.isRead) = (account, isRead)
    }

    /// Those at the positions from `first` up to `end`.
    static func between(
        _ first: Int64, _ end: Int64, _ connection: Connection
    ) throws -> [OtherRequest] {
        guard first < end else { return [] }
        return try connection.all(
            """
            SELECT account, purpose FROM request
            WHERE seq >= ? AND seq < ? AND purpose <> 'token' ORDER BY seq
            """, first, end
        ) { row in
            OtherRequest(
                account: row.text(0), isRead: Purpose(rawValue: row.text(1))?.isRead == true)
        }
    }
}
