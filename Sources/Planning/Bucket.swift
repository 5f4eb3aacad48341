// SPDX-License-Identifier: MIT

package import Model

/// How many rows fell under one heading, and what they are worth.
package final class Bucket {
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) package private(set) var count: Int64 = 0
    @exclusivity(unchecked) package private(set) var withoutCost: Int64 = 0
    @exclusivity(unchecked) private var sums: [(key: UInt64, name: String, sum: Amount)] = []
    /// The sum of a currency left the range of exact numbers.
    private(set) var overflowed = false

    package init() {}

    /// Takes in a row; currencies are told apart by their bytes, without making a String.
    package func add(_ cost: Amount?, _ currency: UnsafeRawBufferPointer) {
        count += 1
        guard let cost else {
            withoutCost += 1
            return
        }
        let key = Self.key(currency)
        let isShort = currency.count <= Self.packedBytesMax
        if let place = sums.firstIndex(where: {
            $0.key == key && (isShort || $0.name.utf8.elementsEqual(currency))
        }) {
            guard let sum = sums[place].sum.adding(cost) else { return overflowed = true }
            sums[place].sum = sum
        } else {
            sums.append((key, String(decoding: currency, as: UTF8.self), cost))
        }
    }

    package var value: Totals {
        var totals = Totals()
        for entry in sums { _ = totals.add(entry.sum, entry.name) }
        return totals
    }

    private static let packedBytesMax = 7

    /// Up to seven bytes and their number as one number; of longer names the beginning.
    private static func key(_ currency: UnsafeRawBufferPointer) -> UInt64 {
        currency.prefix(packedBytesMax).reduce(UInt64(min(currency.count, 255))) {
            $0 << 8 | UInt64($1)
        }
    }
}
