// SPDX-License-Identifier: MIT

import Formats
package import Model
package import SQLite

/// The acts that say how a checkpoint was anchored.
///
/// Such an act is a record above the checkpoint it is about. It is no news by itself: it waits for
/// the next checkpoint, or each would need another, for ever.
package enum AnchorAct {
    static func detail(_ size: Int, isTaken: Bool) -> JSON.Value {
        ["checkpoint": .number(String(size)), "status": .string(isTaken ? "taken" : "failed")]
    }

    /// How many of the records from there to the end are such acts.
    static func count(from size: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(
            "SELECT count(*) FROM act WHERE seq >= ? AND act = 'anchor'", size
        ) { $0.int(0) } ?? 0
    }

    /// When an anchor took the checkpoint of that size, as the record before a position says.
    package static func taken(
        _ size: Int64, before position: Int64, _ connection: Connection
    ) throws -> Timestamp? {
        try connection.first(
            """
            SELECT at FROM act WHERE seq >= ?1 AND seq < ?2 AND act = 'anchor'
                AND outcome = 'taken' AND detail ->> 'checkpoint' = ?1 LIMIT 1
            """, size, position
        ) { Timestamp(milliseconds: $0.int(0)) }
    }
}
