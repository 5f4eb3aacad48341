// SPDX-License-Identifier: MIT

/// The three hashes of RFC 6962, section 2.1.
package enum MerkleHash {
    /// The root of a log without records.
    package static let empty = SHA256.hash([])

    package static func leaf(_ bytes: some Sequence<UInt8>) -> Digest {
        var state = SHA256()
        state.update(0)
        state.update(bytes)
        return state.digest
    }

    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        var state = SHA256()
        state.update(1)
        state.update(left)
        state.update(right)
        return state.digest
    }
}
