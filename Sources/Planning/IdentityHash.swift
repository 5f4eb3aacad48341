// SPDX-License-Identifier: MIT

package import Exports
import Model

/// An account and an id as one number, for finding rows that may be of one shipment.
///
/// Two shipments that share a number are looked at together, where the ids themselves are
/// compared: a collision costs time and never truth.
package enum IdentityHash {
    /// Eight bytes at a time.
    package static func of(
        _ account: UnsafeRawBufferPointer, _ id: UnsafeRawBufferPointer
    ) -> UInt64 {
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

extension JudgedRow {
    /// The account and the id a row is about, as one number.
    package var identity: UInt64 { IdentityHash.of(bytes(.account), id) }
}
