// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// What the record knows of an account's recent traffic, so that a new process goes on where the
/// last one was stopped: its pace, its breaker and its canary.
package struct SendHistory: Sendable {
    /// One request of the account in the window, oldest first.
    package struct Sent: Sendable, Equatable {
        package var isRead: Bool
        /// When it left; nil where no answer is recorded: then it may have left just now.
        package var at: Timestamp?

        package init(isRead: Bool, at: Timestamp?) {
            self.isRead = isRead
            self.at = at
        }
    }

    package var sent: [Sent] = []
    /// The newest states that answers gave items of this run, oldest first.
    package var verdicts: [ItemState] = []

    package init() {}

    package static let verdictsMax = 50
    /// A clock that was set back may hide requests behind others; this far back is read on.
    static let slackMilliseconds: Int64 = 60_000

    /// Reads the requests of all runs since then, and the newest verdicts of this one.
    package init(
        account: String, run: Int64, since: Timestamp, _ connection: Connection
    ) throws {
        sent = try Self.sent(account, since, connection)
        verdicts = try Self.verdicts(account, run, connection)
    }

    private static func sent(
        _ account: String, _ since: Timestamp, _ connection: Connection
    ) throws -> [Sent] {
        var found: [Sent] = []
        let cursor = try connection.cursor(
            """
            SELECT request.account, request.purpose, request.sent_at, answer.received_at,
                answer.duration_us, answer.reach
            FROM request LEFT JOIN answer ON answer.request = request.seq
            ORDER BY request.seq DESC
            """)
        while try cursor.next(), isRecent(cursor.row, since) {
            if let sent = read(cursor.row, of: account) { found.append(sent) }
        }
        return found.reversed()
    }

    private static func isRecent(_ row: borrowing Row, _ since: Timestamp) -> Bool {
        row.int(2) >= since.milliseconds - slackMilliseconds
    }

    private static func read(_ row: borrowing Row, of account: String) -> Sent? {
        let purpose = Purpose(rawValue: row.text(1)) ?? .cancel
        guard row.text(0) == account, purpose != .token, row.text(5) != "not_sent"
        else { return nil }
        let left = row.intOrNil(3).map { $0 - row.int(4) / 1000 }
        return Sent(
            isRead: purpose.isRead,
            at: left.map(Timestamp.init(milliseconds:)))
    }

    private static func verdicts(
        _ account: String, _ run: Int64, _ connection: Connection
    ) throws -> [ItemState] {
        try connection.all(
            """
            SELECT verdict.state FROM verdict
            JOIN request ON request.seq = verdict.request
            WHERE verdict.run = ? AND request.account = ? AND verdict.label IS NULL
                AND (request.purpose = 'cancel' OR request.purpose = 'look'
                    AND verdict.state IN ('already_cancelled', 'refused', 'not_found', 'failed'))
                AND verdict.state NOT IN ('planned', 'held', 'superseded', 'dropped')
            ORDER BY verdict.seq DESC LIMIT ?
            """, run, account, Int64(verdictsMax)
        ) { ItemState(rawValue: $0.text(0)) ?? .inDoubt }.reversed()
    }
}
