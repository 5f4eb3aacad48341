// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct MerklePropertyTests {
    static let sizeMax = 33
    static let leaves = numbered(sizeMax)
    static let roots = (0...sizeMax).map { MerkleFrontier(leaves.prefix($0)).root }

    private func inclusions(_ size: Int) -> [InclusionProof] {
        var prover = InclusionProver(indexes: 0..<(size + 5))
        for leaf in Self.leaves.prefix(size) { prover.append(leaf) }
        return prover.finish().proofs
    }

    @Test(arguments: 1...sizeMax)
    func `every leaf of every tree is proved at its own place only`(size: Int) {
        let proofs = inclusions(size)
        #expect(proofs.map(\.index) == Array(0..<size))
        for proof in proofs {
            #expect(proof.proves(Self.leaves[proof.index], isIn: Self.roots[size]))
            var moved = proof
            for index in -1...size where index != proof.index {
                moved.index = index
                #expect(!moved.proves(Self.leaves[proof.index], isIn: Self.roots[size]))
            }
        }
    }

    @Test(arguments: [1, 2, 7, 13])
    func `every changed bit breaks an inclusion proof`(size: Int) {
        for proof in inclusions(size) {
            let leaf = Self.leaves[proof.index]
            for bit in 0..<256 {
                #expect(!proof.proves(flipped(leaf, bit), isIn: Self.roots[size]))
                #expect(!proof.proves(leaf, isIn: flipped(Self.roots[size], bit)))
                for place in proof.hashes.indices {
                    var changed = proof
                    changed.hashes[place] = flipped(changed.hashes[place], bit)
                    #expect(!changed.proves(leaf, isIn: Self.roots[size]))
                }
            }
            var longer = proof
            longer.hashes.append(leaf)
            #expect(!longer.proves(leaf, isIn: Self.roots[size]))
            var shorter = proof
            if shorter.hashes.popLast() != nil {
                #expect(!shorter.proves(leaf, isIn: Self.roots[size]))
            }
        }
    }

    @Test func `every tree is the beginning of every larger one, and of no other`() throws {
        for new in 0...Self.sizeMax {
            for old in 0...new {
                let proof = try #require(consistency(Self.leaves, old, new))
                #expect(proof.proves(Self.roots[old], isBeginningOf: Self.roots[new]))
                for other in 0...Self.sizeMax where other != old {
                    #expect(!proof.proves(Self.roots[other], isBeginningOf: Self.roots[new]))
                }
            }
        }
    }

    @Test func `every changed bit breaks a consistency proof`() throws {
        for (old, new) in [(1, 2), (3, 7), (4, 8), (6, 13), (13, 33)] {
            let proof = try #require(consistency(Self.leaves, old, new))
            for bit in 0..<256 {
                #expect(
                    !proof.proves(flipped(Self.roots[old], bit), isBeginningOf: Self.roots[new]))
                #expect(
                    !proof.proves(Self.roots[old], isBeginningOf: flipped(Self.roots[new], bit)))
                for place in proof.hashes.indices {
                    var changed = proof
                    changed.hashes[place] = flipped(changed.hashes[place], bit)
                    #expect(!changed.proves(Self.roots[old], isBeginningOf: Self.roots[new]))
                }
            }
        }
    }

    @Test func `a rewritten history is not the beginning of the longer one`() throws {
        for changed in 0..<13 {
            var rewritten = Self.leaves
            rewritten[changed] = MerkleHash.leaf("another record".utf8)
            let proof = try #require(consistency(rewritten, 13, 33))
            let root = MerkleFrontier(rewritten).root
            #expect(!proof.proves(Self.roots[13], isBeginningOf: root))
        }
    }

    @Test func `numbers that fit no tree are refused`() {
        #expect(ConsistencyProver(from: 2, to: 1) == nil)
        #expect(ConsistencyProver(from: -1, to: 1) == nil)
        #expect(consistency(Array(Self.leaves.prefix(4)), 2, 5) == nil)
        let leaf = Self.leaves[0]
        for (index, size) in [(-1, 1), (1, 1), (0, 0), (0, -1), (Int.max, Int.min)] {
            let proof = InclusionProof(index: index, size: size, hashes: [])
            #expect(!proof.proves(leaf, isIn: leaf))
        }
        for (old, new) in [(-1, 1), (2, 1), (Int.min, Int.max), (1, 2)] {
            let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: [])
            #expect(!proof.proves(leaf, isBeginningOf: leaf))
        }
    }

    @Test func `a proof that claims a deeper tree is refused`() throws {
        for inclusion in inclusions(8) {
            var deeper = inclusion
            deeper.size = 16
            #expect(!deeper.proves(Self.leaves[inclusion.index], isIn: Self.roots[8]))
        }
        for old in 1..<8 {
            var deeper = try #require(consistency(Self.leaves, old, 8))
            deeper.newSize = 16
            #expect(!deeper.proves(Self.roots[old], isBeginningOf: Self.roots[8]))
        }
    }

    @Test func `indexes are taken in any order, twice and beyond the end`() {
        var prover = InclusionProver(indexes: [5, 2, 5, -1, 99])
        for leaf in Self.leaves.prefix(9) { prover.append(leaf) }
        let (root, proofs) = prover.finish()
        #expect(root == Self.roots[9] && proofs.map(\.index) == [2, 5])
        let (empty, none) = InclusionProver(indexes: [0]).finish()
        #expect(empty == MerkleHash.empty && none.isEmpty)
    }
}
