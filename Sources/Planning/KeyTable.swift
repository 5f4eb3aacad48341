// SPDX-License-Identifier: MIT

/// A set of 63-bit keys that remembers which came more than once.
struct KeyTable {
    /// Marks a key that came again; zero is a free slot.
    static let repeatedBit: UInt64 = 1 << 63
    private static let slotsMin = 1 << 16

    private var slots = [UInt64](repeating: 0, count: slotsMin)
    private(set) var count = 0

    static func key(_ hash: UInt64) -> UInt64 { max(1, hash & ~repeatedBit) }

    /// Takes in a key; true when it comes for the second time, and only then.
    mutating func insert(_ key: UInt64) -> Bool {
        if count * 2 >= slots.count { grow() }
        let slot = place(of: key)
        guard slots[slot] != 0 else {
            slots[slot] = key
            count += 1
            return false
        }
        let isSecond = slots[slot] & Self.repeatedBit == 0
        slots[slot] |= Self.repeatedBit
        return isSecond
    }

    /// Every key, those that came more than once with their mark, by ascending key.
    mutating func takeSorted() -> [UInt64] {
        defer { self = KeyTable() }
        return slots.filter { $0 != 0 }
            .sorted { $0 & ~Self.repeatedBit < $1 & ~Self.repeatedBit }
    }

    /// The slot of the key, or the free one where it belongs.
    private func place(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while slots[slot] != 0, slots[slot] & ~Self.repeatedBit != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        for key in old where key != 0 { slots[place(of: key & ~Self.repeatedBit)] = key }
    }
}
