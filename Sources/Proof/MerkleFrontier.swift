// SPDX-License-Identifier: MIT

/// The right edge of a Merkle tree: all that is needed to append to it and to know its root.
///
/// It holds one hash for each bit set in the size, the largest subtree first.
package struct MerkleFrontier: Hashable, Sendable {
    package private(set) var size = 0
    package private(set) var peaks: [Digest] = []

    package init() {}

    package init(_ leaves: some Sequence<Digest>) {
        for leaf in leaves { append(leaf) }
    }

    /// Appends the hash of the next leaf.
    package mutating func append(_ leaf: Digest) { append(leaf, leaves: 1) }

    /// Appends a subtree of that many leaves, a power of two that divides the size.
    private mutating func append(_ root: Digest, leaves: Int) {
        var node = root
        // Each subtree as large as the new one joins it, as a carry runs through a binary number.
        var carry = size / leaves
        while carry & 1 == 1, let left = peaks.popLast() {
            node = MerkleHash.node(left, node)
            carry >>= 1
        }
        peaks.append(node)
        size += leaves
    }

    /// Appends the leaves that `next` has taken in by itself, so that parts can be hashed apart.
    ///
    /// This one's size must be a multiple of a power of two that is not below the size of `next`:
    /// only then are the subtrees of `next` subtrees here.
    package mutating func append(_ next: MerkleFrontier) {
        precondition(
            size == 0 || next.size <= 1 << size.trailingZeroBitCount,
            "the parts of a tree do not fit")
        var rest = next.size
        for peak in next.peaks {
            let leaves = 1 << (Int.bitWidth - 1 - rest.leadingZeroBitCount)
            append(peak, leaves: leaves)
            rest -= leaves
        }
    }

    package var root: Digest {
        guard let last = peaks.last else { return MerkleHash.empty }
        return peaks.dropLast().reversed().reduce(last) { MerkleHash.node($1, $0) }
    }
}

extension MerkleFrontier {
    /// Eight bytes of size, the most significant first, then the hashes.
    package var serialized: [UInt8] {
        var bytes = withUnsafeBytes(of: UInt64(size).bigEndian) { [UInt8]($0) }
        for peak in peaks { bytes += peak.bytes }
        return bytes
    }

    /// Reads what `serialized` wrote; nil when the number of hashes does not fit the size.
    package init?(serialized bytes: [UInt8]) {
        guard bytes.count >= 8, (bytes.count - 8) % Digest.byteCount == 0 else { return nil }
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let size = Int(exactly: number),
            size.nonzeroBitCount == (bytes.count - 8) / Digest.byteCount
        else { return nil }
        self.size = size
        peaks = stride(from: 8, to: bytes.count, by: Digest.byteCount).compactMap {
            Digest(bytes[$0..<($0 + Digest.byteCount)])
        }
    }
}
