// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import SQLite

/// All items of a run, one after the other, each joined with what became of it.
///
/// Four cursors walk in the order of the items; nothing is kept, so that a million items need no
/// more memory than ten.
struct ItemStream {
    let connection: Connection
    let run: Int64
    let position: Int64

    /// - Parameter exchange: is given every exchange of the run's items as it passes.
    func forEach(
        exchange: (ItemExchange) -> Void = { _ in }, _ body: (ReportItem) throws -> Void
    ) throws {
        var ends = try ItemEnds(connection, run: run, at: position)
        var exchanges = try ExchangeCursor(connection, run: run, at: position)
        var resolutions = try resolutions()[...]
        var voids = try LabelVoid.all(connection, run: run, at: position)[...]
        try connection.each(Self.items, run) { row in
            var item = Self.item(row)
            if let end = try ends.end(of: item.no) { item.end = end }
            while let next = try exchanges.next(upTo: item.no) {
                exchange(next)
                if next.no == item.no { item.exchanges.add(next) }
            }
            while let next = resolutions.first, next.no <= item.no {
                if next.no == item.no { item.resolution = next.resolution }
                resolutions.removeFirst()
            }
            while let next = voids.first, next.no <= item.no {
                item.isVoided = item.isVoided || next.isVoided && next.no == item.no
                voids.removeFirst()
            }
            try body(item)
        }
    }

    private static let items = """
        SELECT no, source, line, account, provider, shipment_id, reference, tracking_number,
            state, reason, cost, currency, raw
        FROM item WHERE run = ? ORDER BY no
        """

    private static func item(_ row: borrowing Row) -> ReportItem {
        let decided = ItemState(rawValue: row.text(8)) ?? .unreadable
        let cost = row.textOrNil(10)
        return ReportItem(
            no: row.int(0), source: Int(row.int(1)), line: row.int(2), account: row.text(3),
            provider: row.text(4), shipmentID: row.text(5), reference: row.text(6),
            trackingNumber: row.text(7), decided: decided, cost: cost,
            amount: cost.flatMap(amount), currency: row.text(11), raw: row.bytes(12),
            end: ItemEnd(state: decided, reason: row.text(9)))
    }

    /// The exact amount of a cost as written.
    private static func amount(_ text: String) -> Amount? {
        if let plain = Amount(text) { return plain }
        if case .amount(let amount, _) = MoneyText(text) { return amount }
        return nil
    }

    private func resolutions() throws -> [(no: Int64, resolution: Resolution)] {
        try connection.all(
            """
            SELECT no, outcome, actor, at, reason FROM act
            WHERE run = ? AND act = 'resolve' AND no IS NOT NULL AND seq < ? ORDER BY no, seq
            """, run, position
        ) { row in
            (
                row.int(0),
                Resolution(
                    finding: row.text(1), by: row.text(2),
                    at: Timestamp(milliseconds: row.int(3)), reason: row.text(4))
            )
        }
    }
}

/// The exchanges of a run's items, in the order of the items.
struct ExchangeCursor: ~Copyable {
    private var cursor: Cursor
    private var waiting: ItemExchange?
    private var isStarted = false

    init(_ connection: Connection, run: Int64, at position: Int64) throws {
        cursor = try connection.cursor(
            """
            SELECT r.no, r.seq, r.purpose, \(SentTime.sql(request: "r", answer: "a")), a.status,
                a.error, a.duration_us, a.reach IS NOT 'not_sent'
            FROM request r INDEXED BY request_of_item
            LEFT JOIN answer a ON a.request = r.seq AND a.seq < ?2
            WHERE r.run = ?1 AND r.no IS NOT NULL AND r.seq < ?2 ORDER BY r.no, r.seq
            """, run, position)
    }

    /// The next exchange of an item up to that one; nil when the rest belongs to later items.
    mutating func next(upTo no: Int64) throws -> ItemExchange? {
        if !isStarted {
            isStarted = true
            try advance()
        }
        guard let found = waiting, found.no <= no else { return nil }
        try advance()
        return found
    }

    private mutating func advance() throws {
        waiting = nil
        guard try cursor.next() else { return }
        waiting = ItemExchange(
            no: cursor.row.int(0), id: cursor.row.int(1), purpose: cursor.row.text(2),
            sentAt: Timestamp(milliseconds: cursor.row.int(3)), status: cursor.row.intOrNil(4),
            error: cursor.row.textOrNil(5), durationMicroseconds: cursor.row.intOrNil(6),
            mayHaveLeft: cursor.row.bool(7))
    }
}
