// SPDX-License-Identifier: MIT

import Model
import SQLite

/// What all rows of a later export say of one shipment.
struct TheirRows {
    /// Nil where they say different things.
    private(set) var standing: Standing?
    /// The first row's words, and where it stands.
    let status: String
    let currency: String
    let line: Int64
    /// Nil where there is none, and where two rows differ in it.
    private(set) var cost: String?

    init(first row: borrowing Row) {
        standing = Standing(rawValue: row.text(2))
        status = row.text(3)
        cost = row.textOrNil(4)
        currency = row.text(5)
        line = row.int(6)
    }

    mutating func add(_ row: borrowing Row) {
        if standing?.rawValue != row.text(2) { standing = nil }
        if cost != row.textOrNil(4) { cost = nil }
    }
}

/// The kept rows that may be the run's, one shipment after the other as the run's are read.
///
/// The filter that chose them errs, so some are of shipments that the run does not have.
struct MetRows: ~Copyable {
    private let cursor: Cursor
    private var isAtEnd: Bool
    private let nobodys: (borrowing Row) throws -> Void

    /// - Parameter nobodys: is given the rows of shipments that nobody asked `take` for.
    init(_ scratch: Connection, nobodys: @escaping (borrowing Row) throws -> Void) throws {
        let cursor = try scratch.cursor(
            "SELECT \(LaterTable.met.columns) FROM met ORDER BY account, shipment_id, rowid")
        isAtEnd = try !cursor.next()
        self.cursor = cursor
        self.nobodys = nobodys
    }

    /// The rows of one shipment; nil where there are none.
    ///
    /// Shipments are asked for in the order of the rows.
    mutating func take(_ account: Int, _ id: UnsafeRawBufferPointer) throws -> TheirRows? {
        while !isAtEnd, order(account, id) < 0 { try drop() }
        guard !isAtEnd, order(account, id) == 0 else { return nil }
        var rows = TheirRows(first: cursor.row)
        isAtEnd = try !cursor.next()
        while !isAtEnd, order(account, id) == 0 {
            rows.add(cursor.row)
            isAtEnd = try !cursor.next()
        }
        return rows
    }

    /// Gives away what nobody asked for.
    mutating func finish() throws {
        while !isAtEnd { try drop() }
    }

    private mutating func drop() throws {
        try nobodys(cursor.row)
        isAtEnd = try !cursor.next()
    }

    /// Below 0 where the row comes before the shipment, 0 where it is the shipment's.
    private func order(_ account: Int, _ id: UnsafeRawBufferPointer) -> Int {
        let difference = Int(cursor.row.int(0)) - account
        return difference != 0 ? difference : cursor.row.withBytes(1) { $0.order(to: id) }
    }
}
