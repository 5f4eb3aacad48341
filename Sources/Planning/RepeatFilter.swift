// SPDX-License-Identifier: MIT

/// Says of a row whether its shipment may stand more than once, in at most 8 MB whatever their number.
///
/// It never misses one. A row it names in vain is collected and found to be alone.
package struct RepeatFilter {
    private static let bitsMax = 26
    private static let bitsMin = 16
    /// So many bits for each key leave one row of two hundred named in vain.
    private static let bitsOfKeyShift = 5
    /// The bits of a line of the cache, of 64 bytes.
    private static let lineMask = 511

    private let bits: Int
    private var words: [UInt64]

    /// - Parameter keys: so many are expected; a small filter stays in the cache of the processor.
    package init(expecting keys: Int64 = .max) {
        let room = Int64.bitWidth - max(keys - 1, 0).leadingZeroBitCount + Self.bitsOfKeyShift
        bits = min(max(room, Self.bitsMin), Self.bitsMax)
        words = [UInt64](repeating: 0, count: 1 << (bits - 6))
    }

    package mutating func insert(_ hash: UInt64) {
        let (first, second) = places(of: hash)
        for bit in [first, second] { words[bit >> 6] |= 1 << UInt64(bit & 63) }
    }

    package func mayHold(_ hash: UInt64) -> Bool {
        let (first, second) = places(of: hash)
        return holds(first) && holds(second)
    }

    private func holds(_ bit: Int) -> Bool { words[bit >> 6] & 1 << UInt64(bit & 63) != 0 }

    /// Two bits of one line, by parts of the key which its highest bit is no part of.
    ///
    /// Where the filter is larger than the cache, a second line would cost as much as the first.
    private func places(of hash: UInt64) -> (Int, Int) {
        let key = KeyList.key(hash)
        let first = Int(key & (1 << UInt64(bits) - 1))
        return (first, first & ~Self.lineMask | Int(key >> UInt64(Self.bitsMax)) & Self.lineMask)
    }
}
