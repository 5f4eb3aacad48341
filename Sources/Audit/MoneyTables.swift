// SPDX-License-Identifier: MIT

package import SQLite

/// The evidence that reconciling leaves: what differed from a later export, and what was credited.
///
/// Rows belong to an act by its position in the log. The act's detail holds `rows` and
/// `rows_sha256`, so they are evidence through the act as items are through their run.
package enum MoneyTables {
    /// The tables whose rows nobody may change.
    package static let names = ["compared", "credit"]

    static let tables = [
        """
        CREATE TABLE compared (
            act INTEGER NOT NULL,
            no INTEGER NOT NULL,
            run INTEGER NOT NULL,
            item INTEGER,
            account TEXT NOT NULL,
            shipment_id TEXT NOT NULL,
            line INTEGER,
            class TEXT NOT NULL,
            reason TEXT NOT NULL,
            ours TEXT NOT NULL,
            theirs TEXT NOT NULL,
            cost TEXT,
            currency TEXT NOT NULL,
            their_cost TEXT,
            their_currency TEXT NOT NULL,
            PRIMARY KEY (act, no)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE credit (
            act INTEGER NOT NULL,
            no INTEGER NOT NULL,
            identity TEXT NOT NULL UNIQUE,
            line INTEGER NOT NULL,
            account TEXT NOT NULL,
            label_id TEXT NOT NULL,
            tracking_number TEXT NOT NULL,
            shipment_id TEXT NOT NULL,
            reference TEXT NOT NULL,
            amount TEXT NOT NULL,
            currency TEXT NOT NULL,
            credited_on TEXT NOT NULL,
            invoice TEXT NOT NULL,
            carrier TEXT NOT NULL,
            PRIMARY KEY (act, no)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    static var guards: [String] {
        names.flatMap { table in
            ["UPDATE", "DELETE"].map { verb in
                """
                CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
                BEGIN SELECT RAISE(ABORT, '\(table) rows are evidence: insert only'); END
                """
            }
        }
    }

    /// Everything the schema is to hold of them.
    package static var statements: [String] { tables + guards }

    /// Makes the tables in a record that was begun without them; inside the caller's transaction.
    package static func prepare(_ connection: Connection) throws {
        guard try !stand(connection) else { return }
        for sql in statements { try connection.run(sql) }
    }

    /// Whether the record has the tables.
    package static func stand(_ connection: Connection) throws -> Bool {
        try connection.first(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'credit'"
        ) { $0.int(0) } == 1
    }
}
