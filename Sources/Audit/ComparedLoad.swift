// SPDX-License-Identifier: MIT

import Proof

/// Rows of a comparison on their way to the record, as their leaves.
package struct ComparedLoad: Sendable {
    /// So many are handed over at once: each handing over takes a lock.
    static let rowsMax = 256
    static let bytesMax = 1 << 20

    private(set) var leaves = LeafList()
    private var encoder = LeafEncoder()

    package init() {}

    package var isEmpty: Bool { leaves.count == 0 }

    /// Takes the next row of the act at that position, also into its digest, and says whether that
    /// was enough.
    package mutating func append(
        _ row: ComparedRow, act: Int64, into digest: inout RowsDigest
    ) -> Bool {
        encoder.begin(type: RowsDigest.rowType)
        encoder.integer(act)
        encoder.integer(digest.count + 1)
        encoder.integer(row.run)
        encoder.integer(row.item)
        encoder.text(row.account)
        encoder.text(row.shipmentID)
        encoder.integer(row.line)
        encoder.text(row.className)
        encoder.text(row.reason)
        encoder.text(row.ours)
        encoder.text(row.theirs)
        encoder.text(row.cost)
        encoder.text(row.currency)
        encoder.text(row.theirCost)
        encoder.text(row.theirCurrency)
        digest.add(encoder.hash)
        leaves.append(encoder)
        return leaves.count >= Self.rowsMax || leaves.byteCount >= Self.bytesMax
    }
}
