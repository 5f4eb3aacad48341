// SPDX-License-Identifier: MIT

import SQLite

/// The sum of the hashes of some rows, in whatever order they come: a table and its index have the
/// same rows when their sums are the same.
///
/// The hashes are keyed by a number of this process, so nobody can make rows that fit.
struct RowSum: Equatable {
    private(set) var rows = 0
    private var sum: UInt64 = 0

    private static let key = UInt64.random(in: .min ... .max)

    init() {}

    /// Takes in the row made of these columns.
    mutating func add(_ row: borrowing Row, _ columns: [Int]) {
        var hasher = Hasher()
        hasher.combine(Self.key)
        for column in columns { Self.add(row.stored(column), to: &hasher) }
        rows += 1
        sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }

    mutating func add(_ other: RowSum) {
        rows += other.rows
        sum &+= other.sum
    }

    private static func add(_ value: Stored, to hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(UInt8(0))
        case .integer(let number):
            hasher.combine(UInt8(1))
            hasher.combine(number)
        case .real(let number):
            hasher.combine(UInt8(2))
            hasher.combine(number.bitPattern)
        case .text(let bytes): add(3, bytes, to: &hasher)
        case .blob(let bytes): add(4, bytes, to: &hasher)
        }
    }

    private static func add(
        _ kind: UInt8, _ bytes: UnsafeRawBufferPointer, to hasher: inout Hasher
    ) {
        hasher.combine(kind)
        hasher.combine(bytes.count)
        hasher.combine(bytes: bytes)
    }
}
