// SPDX-License-Identifier: MIT

import Proof

/// What a row of a later export says of one shipment; its texts are lent for one call.
struct LaterRow {
    /// By its place among the run's accounts.
    let account: Int
    let id: UnsafeRawBufferPointer
    let standing: Standing
    let status: UnsafeRawBufferPointer
    /// Decimal text; empty where there is none.
    let cost: UnsafeRawBufferPointer
    let currency: UnsafeRawBufferPointer
    let line: Int
}

/// Which table a row of a later export is kept in.
enum LaterTable: UInt8, CaseIterable {
    /// It may be the run's.
    case met = 1
    /// Cancelled there, and surely not the run's.
    case theirs
    case unread

    var columns: String {
        switch self {
        case .met, .theirs: "account, shipment_id, standing, status, cost, currency, line"
        case .unread: "account, line, reason"
        }
    }

    var insert: String {
        let marks = columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(self) (\(columns)) VALUES (\(marks))"
    }
}

/// Rows of a later export on their way to the thread that keeps them, as leaves.
struct LaterLoad: Sendable {
    /// So many are handed over at once: each handing over takes a lock.
    static let rowsMax = 512
    static let bytesMax = 1 << 20

    private(set) var leaves = LeafList()
    private var encoder = LeafEncoder()

    var isEmpty: Bool { leaves.count == 0 }

    var isFull: Bool { leaves.count >= Self.rowsMax || leaves.byteCount >= Self.bytesMax }

    mutating func append(_ row: LaterRow, to table: LaterTable) {
        encoder.begin(type: table.rawValue)
        encoder.integer(Int64(row.account))
        encoder.text(utf8: row.id)
        encoder.text(row.standing.rawValue)
        encoder.text(utf8: row.status)
        if row.cost.isEmpty { encoder.null() } else { encoder.text(utf8: row.cost) }
        encoder.text(utf8: row.currency)
        encoder.integer(Int64(row.line))
        leaves.append(encoder)
    }

    mutating func append(unread account: UnsafeRawBufferPointer, line: Int, _ reason: String) {
        encoder.begin(type: LaterTable.unread.rawValue)
        encoder.text(utf8: account)
        encoder.integer(Int64(line))
        encoder.text(reason)
        leaves.append(encoder)
    }
}
