// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct MerkleTests {
    /// The eight records that certificate transparency's own tests use.
    static let records = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ].map { bytes(hex: $0) }
    static let leaves = records.map { MerkleHash.leaf($0) }

    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func `the roots are the published ones`() {
        for size in 0...8 {
            #expect(MerkleFrontier(Self.leaves.prefix(size)).root.hex == Self.roots[size])
        }
    }

    static let inclusions: [(index: Int, size: Int, hashes: [String])] = [
        (0, 1, []),
        (
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ]

    @Test(arguments: inclusions)
    func `inclusion proofs are the published ones`(index: Int, size: Int, hashes: [String]) throws {
        var prover = InclusionProver(indexes: [index])
        for leaf in Self.leaves.prefix(size) { prover.append(leaf) }
        let (root, proofs) = prover.finish()
        #expect(root.hex == Self.roots[size])
        #expect(proofs.map { $0.hashes.map(\.hex) } == [hashes])
        let proof = try #require(proofs.first)
        #expect(proof.index == index && proof.proves(Self.leaves[index], isIn: root))
    }

    static let consistencies: [(old: Int, new: Int, hashes: [String])] = [
        (0, 8, []), (8, 8, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]

    @Test(arguments: consistencies)
    func `consistency proofs are the published ones`(old: Int, new: Int, hashes: [String]) throws {
        let proof = try #require(consistency(Self.leaves, old, new))
        #expect(proof.hashes.map(\.hex) == hashes)
    }

    @Test func `a frontier is read back and goes on`() throws {
        for size in 0...70 {
            let leaves = numbered(size + 3)
            var frontier = MerkleFrontier(leaves.prefix(size))
            var restored = try #require(MerkleFrontier(serialized: frontier.serialized))
            #expect(restored == frontier && restored.size == size)
            for leaf in leaves.suffix(3) {
                frontier.append(leaf)
                restored.append(leaf)
            }
            #expect(restored.root == frontier.root)
        }
    }

    @Test(arguments: [1, 2, 8, 16])
    func `a tree is the same when its parts were hashed apart`(part: Int) {
        for size in 0...70 {
            let leaves = numbered(size)
            var whole = MerkleFrontier()
            for start in stride(from: 0, to: size, by: part) {
                whole.append(MerkleFrontier(leaves[start..<min(start + part, size)]))
            }
            #expect(whole == MerkleFrontier(leaves))
        }
    }

    @Test func `a frontier of the wrong length is refused`() {
        let good = MerkleFrontier(Self.leaves.prefix(7)).serialized
        #expect(good.count == 8 + 3 * 32)
        for bad in [[], Array(good.dropLast()), good + [0], Array(good.dropLast(32)), [255] + good]
        {
            #expect(MerkleFrontier(serialized: bad) == nil)
        }
        #expect(MerkleFrontier(serialized: [UInt8](repeating: 255, count: 8 + 64 * 32)) == nil)
    }
}

func numbered(_ count: Int) -> [Digest] {
    (0..<count).map { MerkleHash.leaf("record \($0)".utf8) }
}

func consistency(_ leaves: [Digest], _ old: Int, _ new: Int) -> ConsistencyProof? {
    guard var prover = ConsistencyProver(from: old, to: new) else { return nil }
    for leaf in leaves { prover.append(leaf) }
    return prover.finish()
}
