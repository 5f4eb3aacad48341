// SPDX-License-Identifier: MIT

import Proof
package import SQLite

/// Stores rows of a comparison as evidence of an act.
package struct ComparedWriter {
    private let insert: Statement

    package init(_ connection: Connection) throws {
        insert = try connection.statement(
            """
            INSERT INTO compared
                (act, no, run, item, account, shipment_id, line, class, reason, ours, theirs,
                cost, currency, their_cost, their_currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Stores rows in their order; the fields of a leaf are the columns of the table.
    package func add(_ load: ComparedLoad) throws {
        for place in 0..<load.leaves.count {
            try load.leaves.read(at: place) { try insert.run(&$0) }
        }
    }
}
