// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Proof

/// The format's page is what others build from: what it shows must be what we write.
@Suite struct ReadmeTests {
    static let leaves = [
        Leaf(type: 7, fields: [.text(Array("se-1".utf8)), .null, .integer(42)]),
        Leaf(type: 1, fields: []),
        Leaf(type: 2, fields: [.bytes([0, 255]), .text(Array("é".utf8)), .integer(-1)]),
    ]

    private static func page() -> String {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let file = fopen("/\(folder)/Sources/Proof/README.md", "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func signer() throws -> NoteSigner {
        try NoteSigner(name: "rescind/audit", key: Ed25519.PrivateKey(seed: Array(0..<32)))
    }

    private static func example() throws -> [String] {
        var prover = InclusionProver(indexes: [0, 2])
        for leaf in leaves { prover.append(leaf.hash) }
        let (root, proofs) = prover.finish()
        let signer = try signer()
        let note = try Checkpoint(origin: "rescind/audit", size: 3, root: root)
            .signed(by: [signer])
        let records = proofs.map {
            ProofFile.Record(leaf: leaves[$0.index].bytes, index: $0.index, hashes: $0.hashes)
        }
        let fingerprinter = try #require(Fingerprinter(key: Array(0..<32 as Range<UInt8>)))
        let prefix = try #require(consistency(leaves.map(\.hash), 2, 3))
        return leaves.flatMap { [$0.bytes.hex, $0.hash.hex] } + [
            MerkleFrontier(leaves.map(\.hash).prefix(2)).root.hex, root.hex,
            prefix.hashes.map(\.hex).joined(), signer.verifier.description,
            signer.secretText, ProofFile(records: records, note: note).description,
            MerkleFrontier(leaves.map(\.hash)).serialized.hex,
            fingerprinter.fingerprint(of: "sesame").description,
        ]
    }

    @Test func `the page shows what we write`() throws {
        let page = Self.page()
        for part in try Self.example() { #expect(page.contains(part), "\(part)") }
    }

    @Test func `the file on the page verifies with the key on the page`() throws {
        let page = Self.page()
        let start = try #require(page.firstRange(of: "rescind-proof v1\nrecords 2\n"))
        let rest = page[start.lowerBound...]
        let end = try #require(rest.firstRange(of: "```"))
        let file = try ProofFile(parsing: Array(rest[..<end.lowerBound].utf8))
        let checkpoint = try file.verify(by: [Self.signer().verifier])
        #expect(checkpoint.size == 3 && file.records.map(\.index) == [0, 2])
        #expect(file.records.compactMap { Leaf($0.leaf) } == [Self.leaves[0], Self.leaves[2]])
    }
}
