// SPDX-License-Identifier: MIT

import Model

/// The audit database as tables: evidence, and what follows from evidence.
///
/// The rows of the evidence tables (`EvidenceTable.swift`) are the leaves of the log: `seq` is
/// their position, drawn inside the transaction that inserts the row, without gaps and across all
/// evidence tables, so "the log up to N" is every row with `seq < N`. Items and labels are evidence
/// through the digest in their run. The stable face for other programs are the views.
enum Schema {
    /// "rscd" in ASCII: tells `file(1)` and us whose database this is.
    static let applicationID: Int32 = 0x7273_6364
    /// "rsca": an archive, which is read and never written again.
    static let archiveID: Int32 = 0x7273_6361
    static let version: Int32 = 1

    /// Everything the schema is made of, in the order in which it is made.
    static var statements: [String] {
        EvidenceTable.allCases.map(\.create) + tables + indexes + guards
            + MoneyTables.statements + Views.all
    }

    private static let tables = [
        """
        CREATE TABLE log_head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            origin TEXT NOT NULL,
            size INTEGER NOT NULL,
            frontier BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE checkpoint (
            size INTEGER PRIMARY KEY,
            note TEXT NOT NULL
        ) STRICT
        """,
        itemTable,
        """
        CREATE TABLE item_leaf (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            leaf BLOB NOT NULL,
            PRIMARY KEY (run, no)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE export (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY (run, no)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE label (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            label_id TEXT NOT NULL,
            tracking_number TEXT NOT NULL,
            status TEXT NOT NULL,
            cost TEXT,
            insurance TEXT,
            currency TEXT NOT NULL,
            PRIMARY KEY (run, no, label_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE item_state (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            account TEXT NOT NULL,
            shipment_id TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            code TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            requested_at INTEGER,
            settled_at INTEGER,
            confirmed_at INTEGER,
            doubted_at INTEGER,
            looks INTEGER NOT NULL DEFAULT 0,
            looked_at INTEGER,
            claims INTEGER NOT NULL CHECK (claims = \(ItemStates.claiming)),
            PRIMARY KEY (run, no)
        ) STRICT, WITHOUT ROWID
        """,
        LabelStates.table,
    ]

    /// The columns of an item that are in its leaf, after the number of its run.
    static let itemColumns = [
        "run", "no", "source", "line", "account", "provider", "shipment_id", "status",
        "reference", "tracking_number", "state", "reason", "cost", "currency", "sort", "raw",
    ]

    private static let itemTable = """
        CREATE TABLE item (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            source INTEGER NOT NULL,
            line INTEGER NOT NULL,
            account TEXT NOT NULL,
            provider TEXT NOT NULL,
            shipment_id TEXT NOT NULL,
            status TEXT NOT NULL,
            reference TEXT NOT NULL,
            tracking_number TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            cost TEXT,
            currency TEXT NOT NULL,
            sort TEXT NOT NULL,
            raw BLOB NOT NULL,
            PRIMARY KEY (run, no)
        ) STRICT, WITHOUT ROWID
        """

    private static let indexes = [
        "CREATE INDEX request_of_item ON request (run, no)",
        "CREATE INDEX verdict_of_item ON verdict (run, no)",
        "CREATE INDEX act_of_run ON act (run)",
    ]

    /// Evidence is inserted, never changed; derived rows follow the legal transitions.
    ///
    /// Those of derived rows say FAIL: where a statement of several rows could be undone by ABORT,
    /// SQLite keeps a copy of every page it touches, and one of a single row it takes for such.
    private static var guards: [String] {
        let archived = ArchivedPart.allCases
        let never = insertOnly.filter { name in !archived.contains { $0.table == name } }
        return insertOnly.map { refusal(of: "DELETE", $0) }
            + never.map { refusal(of: "UPDATE", $0) }
            + archived.map(\.guardSQL) + [claim, beginning, transition, stays]
            + LabelStates.guards
    }

    private static func refusal(of verb: String, _ table: String) -> String {
        """
        CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(table) rows are evidence: insert only'); END
        """
    }

    private static let insertOnly =
        EvidenceTable.allCases.map(\.name) + ["item", "item_leaf", "label", "export", "checkpoint"]

    /// Two runs can never hold one shipment: the index is checked where the intent is written.
    ///
    /// It asks a column of its own, not the state: a change of state would rewrite its entry each
    /// time, though a sent item keeps its claim on nearly every way.
    private static let claim = """
        CREATE UNIQUE INDEX item_claimed ON item_state (account, shipment_id)
        WHERE claims
        """

    private static let beginning = """
        CREATE TRIGGER item_state_begins BEFORE INSERT ON item_state
        WHEN \(Condition.isNone(of: ItemState.planned.mayBecome.map(\.rawValue), "NEW.state"))
        BEGIN SELECT RAISE(FAIL, 'a planned item cannot become this'); END
        """

    private static var transition: String {
        let legal = ItemState.allCases.flatMap { from in
            from.mayBecome.map { "\(from.rawValue)>\($0.rawValue)" }
        }
        return """
            CREATE TRIGGER item_state_moves BEFORE UPDATE OF state ON item_state
            WHEN NEW.state <> OLD.state
                AND \(Condition.isNone(of: legal, "OLD.state || '>' || NEW.state"))
            BEGIN SELECT RAISE(FAIL, 'an item cannot go this way'); END
            """
    }

    private static let stays = """
        CREATE TRIGGER item_state_no_delete BEFORE DELETE ON item_state
        BEGIN SELECT RAISE(ABORT, 'an item that left planned is never forgotten'); END
        """
}
