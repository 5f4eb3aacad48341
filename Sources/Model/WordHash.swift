// SPDX-License-Identifier: MIT

/// A hash of numbers and bytes, eight bytes at a time, for telling rows apart within one process.
///
/// It is no proof of anything: whoever knows the seed can make two rows that share a hash.
@usableFromInline package struct WordHash {
    @usableFromInline package internal(set) var value: UInt64

    @inlinable package init(seed: UInt64) { value = seed }

    @inlinable
    @inline(__always)
    package mutating func add(_ word: UInt64) {
        let (high, low) = (value ^ word).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
        value = high ^ low ^ value &>> 29
    }

    /// Adds bytes and their number, so that no two lists of texts run together.
    @inlinable
    @inline(__always)
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        value ^= UInt64(truncatingIfNeeded: bytes.count) &* 0xC2B2_AE3D_27D4_EB4F
        var place = 0
        while place + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var tail: UInt64 = 0
        while place < bytes.count {
            tail = tail << 8 | UInt64(bytes[place])
            place += 1
        }
        add(tail)
    }
}
