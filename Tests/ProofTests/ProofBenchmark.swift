// SPDX-License-Identifier: MIT

import Glibc
import Proof
import Testing

/// Figures for people, asserted nowhere; printed when RESCIND_BENCHMARK is set.
@Suite(.serialized, .enabled(if: getenv("RESCIND_BENCHMARK") != nil))
struct ProofBenchmark {
    static let count = 1_000_000

    private func report(_ what: String, _ body: () -> Void) {
        let time = ContinuousClock().measure(body)
        print("benchmark: \(what): \(time / Self.count) each, \(time) for \(Self.count)")
    }

    @Test func `hashing and trees`() throws {
        let body = [UInt8](repeating: 7, count: 300)
        var sum = 0
        report("SHA-256 of 300 bytes") {
            for _ in 0..<Self.count { sum &+= body.withUnsafeBytes { SHA256.hash($0) }.hashValue }
        }
        var encoder = LeafEncoder()
        let (url, at) = ("https://api.example/v2/shipments/se-1234567/cancel", "2026-11-20T01:58Z")
        let answer = [UInt8](repeating: 9, count: 180)
        report("a leaf of seven fields, encoded and hashed") {
            for row in 0..<Self.count {
                encoder.begin(type: 3)
                encoder.integer(Int64(row))
                encoder.text("us-store")
                encoder.text(url)
                encoder.text(at)
                encoder.null()
                encoder.integer(200)
                encoder.bytes(answer)
                sum &+= encoder.hash.hashValue
            }
        }
        let leaf = MerkleHash.leaf(body)
        var frontier = MerkleFrontier()
        report("a leaf hash into the frontier") {
            for _ in 0..<Self.count { frontier.append(leaf) }
        }
        var prover = InclusionProver(indexes: stride(from: 0, to: Self.count, by: 10_000))
        report("a leaf hash past the prover of 100 records") {
            for _ in 0..<Self.count { prover.append(leaf) }
        }
        let (root, proofs) = prover.finish()
        #expect(root == frontier.root && proofs.count == 100 && sum != 1)
    }

    @Test func `signing`() throws {
        let key = try Ed25519.PrivateKey(seed: [UInt8](repeating: 1, count: 32))
        let signer = try NoteSigner(name: "rescind/audit", key: key)
        let checkpoint = try Checkpoint(
            origin: "rescind/audit", size: 1, root: MerkleHash.empty)
        let time = try ContinuousClock().measure {
            for _ in 0..<1000 {
                _ = try checkpoint.signed(by: [signer]).verified(by: [signer.verifier])
            }
        }
        print("benchmark: a checkpoint signed and verified: \(time / 1000)")
    }
}
