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
        try connection.sortingInFile {
            try connection.each(Self.planned, run) {
                numbers[$0.text(0), default: []].append($0.int(1))
            }
        }
    }

    private static let planned = """
        SELECT item.account, item.no
        FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
        WHERE item.run = ? AND item.state = 'planned'
            AND coalesce(now.state, 'planned') = 'planned'
        ORDER BY item.account, item.sort, item.no
        """

    /// The numbers of an account's items, first what goes first.
    func items(of account: String) -> [Int64] { numbers[account, default: []] }
}
