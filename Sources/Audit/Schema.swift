// SPDX-License-Identifier: MIT

import Model

/// The audit database as tables: evidence, and what follows from evidence.
///
/// Evidence rows carry `seq`, their position in the one log. It is drawn inside the transaction
/// that inserts the row, without gaps and across all evidence tables, so "the log up to N" is
/// every row with `seq < N`. The stable face for other programs are the views (`Views.swift`).
enum Schema {
    /// "rscd" in ASCII: tells `file(1)` and us whose database this is.
    static let applicationID: Int32 = 0x7273_6364
    static let version: Int32 = 1

    static let tables = """
        CREATE TABLE log_head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            size INTEGER NOT NULL,
            frontier BLOB NOT NULL
        ) STRICT;

        CREATE TABLE run (
            seq INTEGER PRIMARY KEY,
            run INTEGER NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            host TEXT NOT NULL,
            version TEXT NOT NULL,
            exports TEXT NOT NULL,
            export_sha256 TEXT NOT NULL,
            export_made_at INTEGER NOT NULL,
            as_of TEXT NOT NULL,
            rows INTEGER NOT NULL,
            planned INTEGER NOT NULL,
            held INTEGER NOT NULL,
            excluded INTEGER NOT NULL,
            settled INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            unreadable INTEGER NOT NULL,
            job_sha256 TEXT,
            rules_sha256 TEXT NOT NULL,
            items_sha256 TEXT NOT NULL,
            ticket TEXT,
            blocked_by TEXT NOT NULL,
            plan TEXT NOT NULL
        ) STRICT;

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
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX item_to_send ON item (run, account, sort, no) WHERE state = 'planned';

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
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE request (
            seq INTEGER PRIMARY KEY,
            run INTEGER,
            no INTEGER,
            account TEXT NOT NULL,
            purpose TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            headers TEXT NOT NULL,
            body BLOB,
            sent_at INTEGER NOT NULL,
            label TEXT
        ) STRICT;

        CREATE INDEX request_of_item ON request (run, no);

        CREATE TABLE answer (
            seq INTEGER PRIMARY KEY,
            request INTEGER NOT NULL UNIQUE REFERENCES request (seq),
            status INTEGER,
            headers TEXT,
            body BLOB,
            received_at INTEGER NOT NULL,
            duration_us INTEGER NOT NULL,
            error TEXT,
            reach TEXT
        ) STRICT;

        CREATE TABLE verdict (
            seq INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            request INTEGER REFERENCES request (seq),
            at INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            code TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            confirmed INTEGER NOT NULL,
            label TEXT
        ) STRICT;

        CREATE TABLE act (
            seq INTEGER PRIMARY KEY,
            run INTEGER,
            no INTEGER,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            act TEXT NOT NULL,
            reason TEXT,
            ticket TEXT,
            detail TEXT NOT NULL
        ) STRICT;

        CREATE INDEX act_of_run ON act (run);

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
            PRIMARY KEY (run, no)
        ) STRICT, WITHOUT ROWID;
        """

    /// Evidence is inserted, never changed; derived rows follow the legal transitions.
    static var guards: [String] {
        evidenceTables.flatMap { table in
            ["UPDATE", "DELETE"].map { verb in
                """
                CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
                BEGIN SELECT RAISE(ABORT, '\(table) rows are evidence: insert only'); END
                """
            }
        } + [claim, beginning, transition, stays] + LabelStates.guards
    }

    static let evidenceTables = ["run", "item", "label", "request", "answer", "verdict", "act"]

    /// Two runs can never hold one shipment: the index is checked where the intent is written.
    private static let claim = """
        CREATE UNIQUE INDEX item_claimed ON item_state (account, shipment_id)
        WHERE \(ItemStates.claimed)
        """

    private static let beginning = """
        CREATE TRIGGER item_state_begins BEFORE INSERT ON item_state
        WHEN NEW.state NOT IN (\(list(ItemState.planned.mayBecome)))
        BEGIN SELECT RAISE(ABORT, 'a planned item cannot become this'); END
        """

    private static var transition: String {
        let legal = ItemState.allCases.flatMap { from in
            from.mayBecome.map { "'\(from.rawValue)>\($0.rawValue)'" }
        }
        return """
            CREATE TRIGGER item_state_moves BEFORE UPDATE OF state ON item_state
            WHEN NEW.state <> OLD.state
                AND OLD.state || '>' || NEW.state NOT IN (\(legal.sorted().joined(separator: ", ")))
            BEGIN SELECT RAISE(ABORT, 'an item cannot go this way'); END
            """
    }

    private static let stays = """
        CREATE TRIGGER item_state_no_delete BEFORE DELETE ON item_state
        BEGIN SELECT RAISE(ABORT, 'an item that left planned is never forgotten'); END
        """

    private static func list(_ states: some Sequence<ItemState>) -> String {
        states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    }
}
