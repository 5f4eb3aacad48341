// SPDX-License-Identifier: MIT

import Proof
import SQLite

extension LeafEncoder {
    /// Adds a column as it is stored, byte for byte.
    @inline(__always)
    mutating func column(_ index: Int, of row: borrowing Row) {
        switch row.stored(index) {
        case .null: null()
        case .integer(let value): integer(value)
        case .text(let utf8): text(utf8: utf8)
        case .blob(let value): bytes(value)
        // No column of ours holds a real; one that does has been put there, and must not fit.
        case .real: row.withBytes(index) { bytes($0) }
        }
    }

    mutating func columns(_ indexes: Range<Int>, of row: borrowing Row) {
        for index in indexes { column(index, of: row) }
    }
}
