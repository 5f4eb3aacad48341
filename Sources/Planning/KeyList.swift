// SPDX-License-Identifier: MIT

/// A list of 63-bit keys that says which came more than once, when it is asked.
///
/// Appending and sorting read memory in its order. A hash table, which answers at once, costs one
/// miss of the cache for every row of the export: ten times as much.
struct KeyList {
    /// Marks a key that came again.
    static let repeatedBit: UInt64 = 1 << 63

    private var keys: [UInt64] = []

    static func key(_ hash: UInt64) -> UInt64 { hash & ~repeatedBit }

    var count: Int { keys.count }

    /// Takes room for so many, of which the system gives what is used.
    mutating func reserve(_ count: Int) { keys.reserveCapacity(count) }

    mutating func append(_ key: UInt64) { keys.append(key) }

    /// Whether any key came more than once so far.
    mutating func hasRepeats() -> Bool {
        sort()
        return keys.indices.dropFirst().contains { keys[$0] == keys[$0 - 1] }
    }

    /// Every key once, by ascending key, those that came more than once with their mark.
    mutating func takeSorted() -> [UInt64] {
        sort()
        var kept = 0
        for place in keys.indices {
            let key = keys[place]
            if kept > 0, keys[kept - 1] & ~Self.repeatedBit == key {
                keys[kept - 1] = key | Self.repeatedBit
            } else {
                keys[kept] = key
                kept += 1
            }
        }
        defer { self = KeyList() }
        return Array(keys.prefix(kept))
    }

    private static let digitBits = 11
    /// The digits that are counted: the highest, in which a million hashes hardly ever agree.
    private static let countedShifts = [31, 42, 53]
    /// Below it the counting of digits would cost more than comparing.
    private static let countedMin = 1 << digitBits

    /// By counting the highest digits, the least first, and comparing where those agree.
    private mutating func sort() {
        guard keys.count >= Self.countedMin else { return keys.sort() }
        var other = [UInt64](repeating: 0, count: keys.count)
        for shift in Self.countedShifts {
            Self.distribute(keys, into: &other, by: UInt64(shift))
            swap(&keys, &other)
        }
        Self.sortWithin(&keys, agreeingAbove: UInt64(Self.countedShifts[0]))
    }

    /// Sorts every stretch of keys that agree above a bit.
    private static func sortWithin(_ keys: inout [UInt64], agreeingAbove bit: UInt64) {
        var start = 0
        for place in 1..<keys.count {
            if keys[place] >> bit == keys[start] >> bit { continue }
            if place - start > 1 { keys[start..<place].sort() }
            start = place
        }
        keys[start...].sort()
    }

    private static func distribute(
        _ keys: [UInt64], into other: inout [UInt64], by shift: UInt64
    ) {
        let mask = UInt64(1) << UInt64(digitBits) - 1
        var places = [Int](repeating: 0, count: 1 << digitBits)
        for key in keys { places[Int(key >> shift & mask)] += 1 }
        var start = 0
        for digit in places.indices { (places[digit], start) = (start, start + places[digit]) }
        for key in keys {
            let digit = Int(key >> shift & mask)
            other[places[digit]] = key
            places[digit] += 1
        }
    }
}
