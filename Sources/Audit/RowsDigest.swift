// SPDX-License-Identifier: MIT

import Model
package import Proof

/// The digest of rows in their order, kept in the act they belong to.
package struct RowsDigest {
    /// The type byte of a row's leaf; those of the log are below 16.
    static let rowType = UInt8(ascii: "m")

    private var state = SHA256()
    private var encoder = LeafEncoder()
    package private(set) var count: Int64 = 0

    package init() {}

    /// Adds one row: every column in the order of its table.
    package mutating func add(_ row: (inout LeafEncoder) -> Void) {
        encoder.begin(type: Self.rowType)
        row(&encoder)
        add(encoder.hash)
    }

    /// Adds one row that was encoded already.
    mutating func add(_ hash: Digest) {
        state.update(hash)
        count += 1
    }

    package var hex: String { state.digest.hex }
}
