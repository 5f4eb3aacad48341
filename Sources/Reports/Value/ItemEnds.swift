// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Where the items of a run stood at a position, in the order of their numbers.
///
/// As long as nothing of the run came after the position, the table of derived states says it, row
/// for row and without sorting. Before that the evidence is played again.
struct ItemEnds: ~Copyable {
    private var cursor: Cursor
    private let replays: Bool
    private var next: (no: Int64, end: ItemEnd)?
    private var hasRow = false
    private var isStarted = false

    init(_ connection: Connection, run: Int64, at position: Int64) throws {
        let replays = try Self.hasLater(connection, run, position)
        cursor =
            try replays
            ? connection.cursor(Self.evidence, run, position)
            : connection.cursor(Self.derived, run)
        self.replays = replays
    }

    private static let derived = """
        SELECT no, state, reason, code, attempts, requested_at, settled_at, confirmed_at
        FROM item_state WHERE run = ? ORDER BY no
        """

    /// The end of that item; nil while it stands where the plan put it.
    ///
    /// Items must be asked for in ascending order.
    mutating func end(of no: Int64) throws -> ItemEnd? {
        if !isStarted {
            (isStarted, hasRow) = (true, try cursor.next())
            try advance()
        }
        while let next, next.no < no { try advance() }
        guard let found = next, found.no == no else { return nil }
        try advance()
        return found.end
    }

    private mutating func advance() throws {
        guard hasRow else {
            next = nil
            return
        }
        if replays { try replay() } else { try take() }
    }

    private mutating func take() throws {
        let end = ItemEnd(
            state: ItemState(rawValue: cursor.row.text(1)) ?? .inDoubt,
            reason: cursor.row.text(2), code: cursor.row.text(3), attempts: cursor.row.int(4),
            requestedAt: cursor.row.time(5), settledAt: cursor.row.time(6),
            confirmedAt: cursor.row.time(7))
        next = (cursor.row.int(0), end)
        hasRow = try cursor.next()
    }

    private static func hasLater(
        _ connection: Connection, _ run: Int64, _ position: Int64
    ) throws -> Bool {
        try ["request", "verdict"].contains { table in
            try connection.first(
                "SELECT 1 FROM \(table) WHERE seq >= ? AND run = ? LIMIT 1", position, run
            ) { $0.int(0) } != nil
        }
    }
}

// MARK: Playing the evidence again
extension ItemEnds {
    /// Cancels, voids and verdicts of each item in the order they happened; sorted in memory.
    private static let evidence = """
        SELECT no, seq, 'intent', '', '', CASE purpose WHEN 'cancel' THEN attempt ELSE 0 END,
            sent_at, 0
        FROM request
        WHERE run = ?1 AND no IS NOT NULL AND purpose IN ('cancel', 'void') AND seq < ?2
        UNION ALL
        SELECT no, seq, state, reason, code, attempts, at, confirmed FROM verdict
        WHERE run = ?1 AND label IS NULL AND seq < ?2
        ORDER BY 1, 2
        """

    private mutating func replay() throws {
        let no = cursor.row.int(0)
        var end = ItemEnd(state: .planned, reason: "")
        repeat {
            end.apply(cursor.row)
            hasRow = try cursor.next()
        } while hasRow && cursor.row.int(0) == no
        next = (no, end)
    }
}

extension ItemEnd {
    /// What an intent or a verdict does to an item, as the recorder writes it.
    fileprivate mutating func apply(_ row: borrowing Row) {
        let at = Timestamp(milliseconds: row.int(6))
        attempts = row.int(5)
        guard let judged = ItemState(rawValue: row.text(2)) else {
            (state, requestedAt, settledAt) = (.sending, at, nil)
            return
        }
        let settled = judged.isSettled ? at : nil
        settledAt = judged == state ? settledAt ?? settled : settled
        (state, reason, code) = (judged, row.text(3), row.text(4))
        if row.bool(7) { confirmedAt = at } else if judged == .inDoubt { confirmedAt = nil }
    }
}

extension Row {
    func time(_ column: Int) -> Timestamp? {
        intOrNil(column).map(Timestamp.init(milliseconds:))
    }
}
