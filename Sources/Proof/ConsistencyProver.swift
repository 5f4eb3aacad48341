// SPDX-License-Identifier: MIT

/// Makes a consistency proof while the leaf hashes of the newer tree go by once.
package struct ConsistencyProver {
    private let oldSize: Int
    private let newSize: Int
    /// The subtrees the proof consists of, in the proof's order; no two overlap.
    private let ranges: [Range<Int>]
    /// The same, in the order in which the leaves come.
    private let byStart: [Int]
    private var hashes: [Int: Digest] = [:]
    private var current = MerkleFrontier()
    private var position = 0
    private var size = 0

    /// Nil when the old tree is larger than the new one.
    package init?(from oldSize: Int, to newSize: Int) {
        guard oldSize >= 0, oldSize <= newSize else { return nil }
        self.oldSize = oldSize
        self.newSize = newSize
        let ranges = Self.ranges(from: oldSize, to: newSize)
        self.ranges = ranges
        byStart = ranges.indices.sorted { ranges[$0].lowerBound < ranges[$1].lowerBound }
    }

    /// Takes the hash of the next leaf; those beyond the newer tree are passed over.
    package mutating func append(_ leaf: Digest) {
        defer { size += 1 }
        guard position < byStart.count else { return }
        let range = ranges[byStart[position]]
        guard range.contains(size) else { return }
        current.append(leaf)
        guard size == range.upperBound - 1 else { return }
        hashes[byStart[position]] = current.root
        current = MerkleFrontier()
        position += 1
    }

    /// The proof; nil when fewer leaves came than the newer tree has.
    package consuming func finish() -> ConsistencyProof? {
        guard size >= newSize else { return nil }
        return ConsistencyProof(
            oldSize: oldSize, newSize: newSize, hashes: ranges.indices.compactMap { hashes[$0] })
    }

    /// SUBPROOF of RFC 6962 without its recursion: from the top down, so it is turned at the end.
    private static func ranges(from oldSize: Int, to newSize: Int) -> [Range<Int>] {
        guard oldSize > 0 else { return [] }
        var result: [Range<Int>] = []
        var (start, end) = (0, newSize)
        while oldSize < end {
            let split = start + largestPowerOfTwo(below: end - start)
            if oldSize <= split {
                result.append(split..<end)
                end = split
            } else {
                result.append(start..<split)
                start = split
            }
        }
        // Where nothing was split off on the left, this is the old tree, whose root is known.
        if start > 0 { result.append(start..<end) }
        return result.reversed()
    }

    private static func largestPowerOfTwo(below number: Int) -> Int {
        1 << (Int.bitWidth - 1 - (number - 1).leadingZeroBitCount)
    }
}
