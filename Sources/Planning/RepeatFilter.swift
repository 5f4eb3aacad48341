// SPDX-License-Identifier: MIT

/// Says of a row whether its shipment may stand more than once, in 8 MB whatever their number.
///
/// It never misses one. A row it names in vain is collected and found to be alone.
package struct RepeatFilter {
    private static let bits = 26
    private var words = [UInt64](repeating: 0, count: 1 << (bits - 6))

    package init() {}

    package mutating func insert(_ hash: UInt64) {
        let (first, second) = Self.places(of: hash)
        for bit in [first, second] { words[bit >> 6] |= 1 << UInt64(bit & 63) }
    }

    package func mayHold(_ hash: UInt64) -> Bool {
        let (first, second) = Self.places(of: hash)
        return holds(first) && holds(second)
    }

    private func holds(_ bit: Int) -> Bool { words[bit >> 6] & 1 << UInt64(bit & 63) != 0 }

    /// Two independent parts of the key, which its highest bit is no part of.
    private static func places(of hash: UInt64) -> (Int, Int) {
        let key = KeyList.key(hash)
        let mask: UInt64 = 1 << UInt64(bits) - 1
        return (Int(key & mask), Int(key >> UInt64(bits) & mask))
    }
}
