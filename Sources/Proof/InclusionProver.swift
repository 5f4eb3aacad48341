// SPDX-License-Identifier: MIT

/// Makes inclusion proofs for chosen leaves while all leaf hashes go by once.
///
/// It remembers the tree's right edge and the proofs, nothing else.
package struct InclusionProver {
    private struct Subtree {
        var hash: Digest
        var height: Int
        /// Which of the chosen leaves stand in it.
        var chosen: Range<Int>
    }

    private let indexes: [Int]
    private var paths: [[Digest]]
    private var subtrees: [Subtree] = []
    private var size = 0
    private var passed = 0

    package init(indexes: some Sequence<Int>) {
        self.indexes = Set(indexes).filter { $0 >= 0 }.sorted()
        paths = Array(repeating: [], count: self.indexes.count)
    }

    /// Takes the hash of the next leaf.
    package mutating func append(_ leaf: Digest) {
        let isChosen = passed < indexes.count && indexes[passed] == size
        let next = isChosen ? passed + 1 : passed
        var tree = Subtree(hash: leaf, height: 0, chosen: passed..<next)
        while let left = subtrees.last, left.height == tree.height {
            subtrees.removeLast()
            tree = join(left, tree)
        }
        subtrees.append(tree)
        passed = next
        size += 1
    }

    /// The root of all leaves, and the proofs in the order of their indexes.
    ///
    /// An index beyond the last leaf has none.
    package consuming func finish() -> (root: Digest, proofs: [InclusionProof]) {
        guard var tree = subtrees.popLast() else { return (MerkleHash.empty, []) }
        while let left = subtrees.popLast() { tree = join(left, tree) }
        let proofs = (0..<passed).map {
            InclusionProof(index: indexes[$0], size: size, hashes: paths[$0])
        }
        return (tree.hash, proofs)
    }

    /// Puts a node over two subtrees; each is what the other's chosen leaves need to know.
    private mutating func join(_ left: Subtree, _ right: Subtree) -> Subtree {
        for chosen in left.chosen { paths[chosen].append(right.hash) }
        for chosen in right.chosen { paths[chosen].append(left.hash) }
        return Subtree(
            hash: MerkleHash.node(left.hash, right.hash), height: left.height + 1,
            chosen: left.chosen.lowerBound..<right.chosen.upperBound)
    }
}
