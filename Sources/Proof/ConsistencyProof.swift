// SPDX-License-Identifier: MIT

/// Shows that a tree is the beginning of a later one (RFC 6962, section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
    package var oldSize: Int
    package var newSize: Int
    package var hashes: [Digest]

    package init(oldSize: Int, newSize: Int, hashes: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    package func proves(_ oldRoot: Digest, isBeginningOf newRoot: Digest) -> Bool {
        guard oldSize >= 0, oldSize <= newSize else { return false }
        if oldSize == newSize { return hashes.isEmpty && oldRoot == newRoot }
        if oldSize == 0 { return hashes.isEmpty && oldRoot == MerkleHash.empty }
        guard let roots = roots(from: oldRoot) else { return false }
        return roots.old == oldRoot && roots.new == newRoot
    }

    /// Both roots as they follow from the hashes, on the way of RFC 9162, section 2.1.4.2.
    private func roots(from oldRoot: Digest) -> (old: Digest, new: Digest)? {
        // A complete old tree is itself the first hash.
        let path = oldSize.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes
        guard let first = path.first else { return nil }
        var (place, last) = (oldSize - 1, newSize - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var (old, new) = (first, first)
        for hash in path.dropFirst() {
            guard last != 0 else { return nil }
            if place & 1 == 1 || place == last {
                old = MerkleHash.node(hash, old)
                new = MerkleHash.node(hash, new)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                new = MerkleHash.node(new, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 ? (old, new) : nil
    }
}
