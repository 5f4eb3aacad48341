// SPDX-License-Identifier: MIT

package import Exports
import Model

/// An account and an id as one number, for finding rows that may be of one shipment.
///
/// Two shipments that share a number are looked at together, where the ids themselves are
/// compared: a collision costs time and never truth.
package enum IdentityHash {
    package static func of(
        _ account: UnsafeRawBufferPointer, _ id: UnsafeRawBufferPointer
    ) -> UInt64 {
        var hash = WordHash(seed: 0x9E37_79B9_7F4A_7C15)
        hash.add(account)
        hash.add(id)
        return hash.value
    }
}

extension JudgedRow {
    /// The account and the id a row is about, as one number.
    package var identity: UInt64 { IdentityHash.of(bytes(.account), id) }
}
