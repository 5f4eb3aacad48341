// SPDX-License-Identifier: MIT

import Model
import SQLite

/// The hash of one row, value by value.
///
/// It is keyed by a number of this process, so nobody can make rows that fit.
struct RowHash {
    private var hash = WordHash(seed: key)

    private static let key = UInt64.random(in: .min ... .max)

    var value: UInt64 { hash.value }

    mutating func add(_ value: Stored) {
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
