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
        // In one piece: each further call costs more than the bytes of a digest.
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 8) { bytes in
            bytes[0] = 1
            left.withUnsafeBytes { copy($0, to: bytes, at: 1) }
            right.withUnsafeBytes { copy($0, to: bytes, at: 1 + Digest.byteCount) }
            return SHA256.hash(UnsafeRawBufferPointer(bytes))
        }
    }

    private static func copy(
        _ digest: UnsafeRawBufferPointer, to bytes: UnsafeMutableRawBufferPointer, at place: Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: bytes[place...]).copyMemory(from: digest)
    }
}
