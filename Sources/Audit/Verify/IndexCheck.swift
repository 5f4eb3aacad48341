// SPDX-License-Identifier: MIT

import SQLite

/// The large indexes of the record, each of which must say what its table says.
///
/// Two of them are read by `StateCheck`, which goes through them anyway.
enum IndexCheck: String, CaseIterable, Sendable {
    case requestOfItem = "request_of_item"
    case verdictOfItem = "verdict_of_item"
    case answerOfRequest = "sqlite_autoindex_answer_1"
    case itemClaimed = "item_claimed"

    /// Their tables; `PageCheck` has SQLite look at the indexes of all others.
    static let tables: Set<String> = ["request", "verdict", "answer", "item_state"]

    /// Those that are read for their own sake, with their entries in their own order.
    static let own: [(index: IndexCheck, select: String)] = [
        (
            .answerOfRequest,
            """
            SELECT request, seq FROM answer INDEXED BY sqlite_autoindex_answer_1 ORDER BY request
            """
        ),
        (
            .itemClaimed,
            """
            SELECT account, shipment_id, run, no FROM item_state INDEXED BY item_claimed
            WHERE claims ORDER BY account, shipment_id
            """
        ),
    ]

    static func sum(of select: String, _ connection: Connection) throws -> IndexSum {
        var sum = IndexSum()
        let entries = try connection.cursor(select)
        let columns = Array(0..<entries.row.columnCount)
        while try entries.next() { sum.add(entries.row, columns) }
        return sum
    }

    var fault: AuditFault {
        AuditFault("database", "it is damaged (the index \(rawValue) is not that of its table)")
    }
}
