// SPDX-License-Identifier: MIT

import Model
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
        var hash = WordHash(seed: Self.key)
        for column in columns { Self.add(row.stored(column), to: &hash) }
        rows += 1
        sum &+= hash.value
    }

    mutating func add(_ other: RowSum) {
        rows += other.rows
        sum &+= other.sum
    }

    private static func add(_ value: Stored, to hash: inout WordHash) {
        switch value {
        case .null: hash.add(0)
        case .integer(let number):
            hash.add(1)
            hash.add(UInt64(bitPattern: number))
        case .real(let number):
            hash.add(2)
            hash.add(number.bitPattern)
        case .text(let bytes):
            hash.add(3)
            hash.add(bytes)
        case .blob(let bytes):
            hash.add(4)
            hash.add(bytes)
        }
    }
}
