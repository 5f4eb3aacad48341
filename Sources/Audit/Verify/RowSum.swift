// SPDX-License-Identifier: MIT

import SQLite

/// The sum of the hashes of some rows, in whatever order they come: a table and its index have the
/// same rows when their sums are the same.
struct RowSum: Equatable {
    private(set) var rows = 0
    private var sum: UInt64 = 0

    init() {}

    /// Takes in the row made of these columns.
    mutating func add(_ row: borrowing Row, _ columns: [Int]) {
        var hash = RowHash()
        for column in columns { hash.add(row.stored(column)) }
        add(hash)
    }

    mutating func add(_ row: RowHash) {
        rows += 1
        sum &+= row.value
    }

    mutating func add(_ other: RowSum) {
        rows += other.rows
        sum &+= other.sum
    }
}
