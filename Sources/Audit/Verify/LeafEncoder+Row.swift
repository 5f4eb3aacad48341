// SPDX-License-Identifier: MIT

import Proof
import SQLite

extension LeafEncoder {
    /// Adds a column as it is stored, byte for byte.
    mutating func column(_ index: Int, of row: borrowing Row) {
        switch row.storageClass(index) {
        case .null: null()
        case .integer: integer(row.int(index))
        case .text: row.withBytes(index) { text(utf8: $0) }
        // No column of ours holds a real; one that does has been put there, and must not fit.
        case .blob, .real: row.withBytes(index) { bytes($0) }
        }
    }

    mutating func columns(_ indexes: Range<Int>, of row: borrowing Row) {
        for index in indexes { column(index, of: row) }
    }
}
