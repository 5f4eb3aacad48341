// SPDX-License-Identifier: MIT

package import SQLite

/// In which order the planned items of a run are sent: as the job orders them, then as they stood.
///
/// The record keeps no index for it: every plan would pay for one with a third of its time, and
/// every verification would have to hold it against its table. An apply sorts once instead.
package struct SendOrder: Sendable {
    private var numbers: [String: [Int64]] = [:]

    /// What is still to be sent as of now.
    package init(run: Int64, _ connection: Connection) throws {
        var (account, list): (String, [Int64]) = ("", [])
        try connection.each(
            """
            SELECT item.account, item.no
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ? AND item.state = 'planned'
                AND coalesce(now.state, 'planned') = 'planned'
            ORDER BY item.account, item.sort, item.no
            """, run
        ) { row in
            let name = row.text(0)
            if name != account {
                numbers[account] = list
                (account, list) = (name, [])
            }
            list.append(row.int(1))
        }
        numbers[account] = list
    }

    /// The numbers of an account's items, first what goes first.
    func items(of account: String) -> [Int64] { numbers[account, default: []] }
}
