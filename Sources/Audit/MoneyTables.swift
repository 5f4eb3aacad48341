// SPDX-License-Identifier: MIT

/// The evidence about money: what differed from a later export, what was credited, and what the
/// books said of each label.
///
/// Rows belong to an act by its position in the log. The act's detail holds their number and their
/// digest, so they are evidence through the act as items are through their run.
package enum MoneyTables {
    /// The tables whose rows nobody may change, with how their act's detail names them.
    static let kept: [(table: String, detail: String)] = [
        ("compared", "rows"), ("credit", "rows"), ("label_money", "label_rows"),
    ]

    private static let tables = [
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
        """
        CREATE TABLE label_money (
            act INTEGER NOT NULL,
            no INTEGER NOT NULL,
            run INTEGER NOT NULL,
            item INTEGER NOT NULL,
            label_id TEXT NOT NULL,
            expected TEXT,
            credited TEXT,
            credited_on TEXT,
            invoice TEXT,
            PRIMARY KEY (act, no)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX label_money_newest ON label_money (run, item, label_id, act)",
    ]

    private static var guards: [String] {
        kept.flatMap { table, _ in
            ["UPDATE", "DELETE"].map { verb in
                """
                CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
                BEGIN SELECT RAISE(ABORT, '\(table) rows are evidence: insert only'); END
                """
            }
        }
    }

    /// Everything the schema is to hold of them.
    static var statements: [String] { tables + guards }
}
