// SPDX-License-Identifier: MIT

/// Shows that a leaf stands at an index of a tree (RFC 6962, section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
    package var index: Int
    package var size: Int
    /// The hashes beside the way from the leaf to the root, the leaf's neighbour first.
    package var hashes: [Digest]

    package init(index: Int, size: Int, hashes: [Digest]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    package func proves(_ leaf: Digest, isIn root: Digest) -> Bool {
        self.root(with: leaf) == root
    }

    /// The root that follows from `leaf`; nil when the proof's length does not fit its numbers.
    ///
    /// The way up is that of RFC 9162, section 2.1.3.2.
    func root(with leaf: Digest) -> Digest? {
        guard index >= 0, index < size else { return nil }
        var (place, last, node) = (index, size - 1, leaf)
        for hash in hashes {
            guard last != 0 else { return nil }
            if place & 1 == 1 || place == last {
                node = MerkleHash.node(hash, node)
                // A last node without a neighbour rises unchanged.
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                node = MerkleHash.node(node, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 ? node : nil
    }
}
