// SPDX-License-Identifier: MIT

/// Finds identities that stand more than once, in 16 bytes a row at most.
///
/// It works on 64-bit hashes: two shipments that share one are looked at together in the second
/// pass, where the ids themselves are compared, so a collision costs time and never truth.
package struct RepeatedKeys {
    private var slots: [UInt64]
    private var used = 0
    package private(set) var repeated: Set<UInt64> = []

    package init() { slots = Array(repeating: 0, count: 1 << 16) }

    var isEmpty: Bool { repeated.isEmpty }

    /// Takes in one row's identity.
    package mutating func insert(_ hash: UInt64) {
        // Zero marks a free slot.
        let key = hash == 0 ? 1 : hash
        if used * 2 >= slots.count { grow() }
        if place(key) { repeated.insert(key) } else { used += 1 }
    }

    func isRepeated(_ hash: UInt64) -> Bool {
        !repeated.isEmpty && repeated.contains(hash == 0 ? 1 : hash)
    }

    /// Puts the key into the table; true when it was there.
    private mutating func place(_ key: UInt64) -> Bool {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while slots[slot] != 0 {
            if slots[slot] == key { return true }
            slot = (slot + 1) & mask
        }
        slots[slot] = key
        return false
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        for key in old where key != 0 { _ = place(key) }
    }

    /// A hash of an account and an id, eight bytes at a time.
    static func hash(_ account: UnsafeRawBufferPointer, _ id: UnsafeRawBufferPointer) -> UInt64 {
        mix(mix(0x9E37_79B9_7F4A_7C15, account), id)
    }

    private static func mix(_ seed: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0xC2B2_AE3D_27D4_EB4F
        var place = 0
        while place + 8 <= bytes.count {
            state = step(state, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var tail: UInt64 = 0
        while place < bytes.count {
            tail = tail << 8 | UInt64(bytes[place])
            place += 1
        }
        return step(state, tail)
    }

    private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let (high, low) = (state ^ word).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
        return high ^ low ^ state &>> 29
    }
}
