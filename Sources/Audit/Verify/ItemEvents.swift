// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Which item of which run, in the order of the tables.
struct ItemPlace: Comparable {
    let run: Int64
    let no: Int64

    static func < (left: Self, right: Self) -> Bool {
        left.run != right.run ? left.run < right.run : left.no < right.no
    }
}

/// Something that moved an item or one of its labels: the intent of a cancel or void, or a verdict.
struct ItemEvent {
    let seq: Int64
    let isIntent: Bool
    let isCancel: Bool
    let at: Int64
    /// The word for the state it brings.
    let state: String
    let reason: String
    let code: String
    let attempts: Int64
    let isConfirmed: Bool
    /// What a look told.
    let isLook: Bool
    /// The label that is meant, where it is one.
    let label: String?

    var table: String { isIntent ? "request" : "verdict" }
}

/// The events of all items, item by item, each item's in the order of the log.
final class ItemEvents {
    private let requests: Cursor
    private let verdicts: Cursor
    private var request: (place: ItemPlace, seq: Int64)?
    private var verdict: (place: ItemPlace, seq: Int64)?

    init(_ connection: Connection) throws {
        requests = try connection.cursor(
            """
            SELECT run, no, seq, sent_at, attempt, purpose, label
            FROM request INDEXED BY request_of_item
            WHERE run IS NOT NULL AND no IS NOT NULL AND purpose IN ('cancel', 'void')
            ORDER BY run, no, seq
            """)
        verdicts = try connection.cursor(
            """
            SELECT verdict.run, verdict.no, verdict.seq, at, attempts, state, reason, code,
                confirmed, coalesce(request.purpose, ''), verdict.label
            FROM verdict INDEXED BY verdict_of_item
            LEFT JOIN request ON request.seq = verdict.request
            ORDER BY verdict.run, verdict.no, verdict.seq
            """)
        request = try Self.next(requests)
        verdict = try Self.next(verdicts)
    }

    private static func next(_ cursor: borrowing Cursor) throws -> (ItemPlace, Int64)? {
        guard try cursor.next() else { return nil }
        return (ItemPlace(run: cursor.row.int(0), no: cursor.row.int(1)), cursor.row.int(2))
    }

    /// The item of the next event.
    var place: ItemPlace? {
        guard let first = request?.place else { return verdict?.place }
        return verdict.map { min(first, $0.place) } ?? first
    }

    /// The next event if it is of this item.
    func take(of place: ItemPlace) throws -> ItemEvent? {
        let intent = request.flatMap { $0.place == place ? $0.seq : nil }
        let judged = verdict.flatMap { $0.place == place ? $0.seq : nil }
        if let intent, judged.map({ intent < $0 }) ?? true { return try takeIntent(intent) }
        if let judged { return try takeVerdict(judged) }
        return nil
    }

    /// A void comes before any cancel: it counts as none.
    private func takeIntent(_ seq: Int64) throws -> ItemEvent {
        let isCancel = requests.row.text(5) == Purpose.cancel.rawValue
        let event = ItemEvent(
            seq: seq, isIntent: true, isCancel: isCancel, at: requests.row.int(3),
            state: ItemState.sending.rawValue, reason: "", code: "",
            attempts: requests.row.int(4), isConfirmed: false, isLook: false,
            label: requests.row.textOrNil(6))
        request = try Self.next(requests)
        return event
    }

    private func takeVerdict(_ seq: Int64) throws -> ItemEvent {
        let event = Self.verdict(seq, verdicts.row)
        verdict = try Self.next(verdicts)
        return event
    }

    private static func verdict(_ seq: Int64, _ row: borrowing Row) -> ItemEvent {
        ItemEvent(
            seq: seq, isIntent: false, isCancel: false, at: row.int(3), state: row.text(5),
            reason: row.text(6), code: row.text(7), attempts: row.int(4),
            isConfirmed: row.int(8) != 0, isLook: row.text(9) == Purpose.look.rawValue,
            label: row.textOrNil(10))
    }
}
