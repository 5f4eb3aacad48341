// SPDX-License-Identifier: MIT

package import Model
import SQLite

/// Where the voiding of one label stands.
package enum VoidState: String, CaseIterable, Sendable, Hashable {
    /// The intent is on disk, the request may be out.
    case voiding
    /// Known not to be voided; may be asked again.
    case open
    case inDoubt = "in_doubt"
    case voided
    case refused
    case notFound = "not_found"

    /// The legal order; the audit database builds its trigger from it.
    package var mayBecome: Set<VoidState> {
        switch self {
        case .voiding: [.open, .inDoubt, .voided, .refused, .notFound]
        case .open: [.voiding, .inDoubt, .voided, .refused]
        case .inDoubt: [.open, .voiding, .voided, .refused, .notFound]
        case .voided, .refused, .notFound: []
        }
    }

    /// One void may take other labels with it, which nobody asked for.
    static let mayBegin: Set<VoidState> = [.voiding, .voided]
}

/// What follows from an exchange for one label.
package struct LabelVerdict: Sendable, Equatable {
    package var item: ItemKey
    package var label: String
    package var ticket: Ticket?
    package var at: Timestamp
    package var state: VoidState
    package var reason: String
    package var code: String
    /// Voids of this label so far.
    package var attempts: Int

    package init(
        item: ItemKey, label: String, ticket: Ticket?, at: Timestamp, state: VoidState,
        reason: String, code: String, attempts: Int
    ) {
        self.item = item
        self.label = label
        self.ticket = ticket
        self.at = at
        self.state = state
        self.reason = reason
        self.code = code
        self.attempts = attempts
    }
}

/// Where labels stand now: a pure function of void intents and label verdicts, kept for speed.
enum LabelStates {
    static let table = """
        CREATE TABLE label_state (
            run INTEGER NOT NULL,
            no INTEGER NOT NULL,
            label_id TEXT NOT NULL,
            state TEXT NOT NULL,
            code TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            voided_at INTEGER,
            doubted_at INTEGER,
            PRIMARY KEY (run, no, label_id)
        ) STRICT, WITHOUT ROWID
        """

    static var guards: [String] {
        let begins = VoidState.mayBegin.map(\.rawValue)
        let legal = VoidState.allCases.flatMap { from in
            from.mayBecome.map { "\(from.rawValue)>\($0.rawValue)" }
        }
        return [
            """
            CREATE TRIGGER label_state_begins BEFORE INSERT ON label_state
            WHEN \(Condition.isNone(of: begins, "NEW.state"))
            BEGIN SELECT RAISE(FAIL, 'a label cannot begin like this'); END
            """,
            """
            CREATE TRIGGER label_state_moves BEFORE UPDATE OF state ON label_state
            WHEN NEW.state <> OLD.state
                AND \(Condition.isNone(of: legal, "OLD.state || '>' || NEW.state"))
            BEGIN SELECT RAISE(FAIL, 'a label cannot go this way'); END
            """,
            """
            CREATE TRIGGER label_state_no_delete BEFORE DELETE ON label_state
            BEGIN SELECT RAISE(ABORT, 'a label that was voided is never forgotten'); END
            """,
        ]
    }

    /// The void of a label is about to leave.
    static func begin(
        _ label: String, of item: ItemKey, attempt: Int, _ connection: Connection
    ) throws {
        try put(
            item, label, .voiding, code: "", attempts: attempt, voidedAt: nil, doubtedAt: nil,
            connection)
    }

    /// Brings a label to what a verdict says; the triggers refuse an illegal way.
    static func move(_ verdict: LabelVerdict, _ connection: Connection) throws {
        let at = verdict.at.milliseconds
        try put(
            verdict.item, verdict.label, verdict.state, code: verdict.code,
            attempts: verdict.attempts, voidedAt: verdict.state == .voided ? at : nil,
            doubtedAt: verdict.state == .inDoubt ? at : nil, connection)
    }

    private static func put(
        _ item: ItemKey, _ label: String, _ state: VoidState, code: String, attempts: Int,
        voidedAt: Int64?, doubtedAt: Int64?, _ connection: Connection
    ) throws {
        try connection.run(
            """
            UPDATE OR FAIL label_state SET state = ?4, code = ?5, attempts = ?6,
                voided_at = coalesce(voided_at, ?7), doubted_at = coalesce(?8, doubted_at)
            WHERE run = ?1 AND no = ?2 AND label_id = ?3
            """,
            item.run, item.no, label, state.rawValue, code, Int64(attempts), voidedAt, doubtedAt)
        guard connection.changedRows == 0 else { return }
        try connection.run(
            """
            INSERT INTO label_state
                (run, no, label_id, state, code, attempts, voided_at, doubted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            item.run, item.no, label, state.rawValue, code, Int64(attempts), voidedAt, doubtedAt)
    }
}
