// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct ProofFileTests {
    static let records = (0..<11).map { Array("record \($0)".utf8) }

    private static func made(
        _ indexes: [Int], origin: String = "rescind/audit"
    ) throws -> (file: ProofFile, verifier: NoteVerifier) {
        let log = try NoteTests.signer("rescind/audit", 1)
        var prover = InclusionProver(indexes: indexes)
        for record in records { prover.append(MerkleHash.leaf(record)) }
        let (root, proofs) = prover.finish()
        let note = try Checkpoint(origin: origin, size: records.count, root: root)
            .signed(by: [log])
        let proven = proofs.map {
            ProofFile.Record(leaf: records[$0.index], index: $0.index, hashes: $0.hashes)
        }
        return (ProofFile(records: proven, note: note), log.verifier)
    }

    @Test(arguments: ["rescind/audit", "leaf AAAA", "index 3"])
    func `a file is read back and verified`(origin: String) throws {
        let (file, verifier) = try Self.made([0, 4, 10], origin: origin)
        let parsed = try ProofFile(parsing: Array(file.description.utf8))
        #expect(parsed == file)
        let checkpoint = try parsed.verify(by: [verifier])
        #expect(checkpoint.origin == origin && checkpoint.size == 11)
    }

    @Test func `every changed bit of a file is noticed`() throws {
        let (file, verifier) = try Self.made([2, 9])
        let bytes = Array(file.description.utf8)
        for bit in 0..<(bytes.count * 8) {
            let result = Result {
                try ProofFile(parsing: flipped(bytes, bit)).verify(by: [verifier])
            }
            #expect((try? result.get()) == nil)
        }
    }

    @Test func `a file cut anywhere is refused`() throws {
        let bytes = Array(try Self.made([2, 9]).file.description.utf8)
        for count in bytes.indices {
            #expect(throws: ProofError.self) { try ProofFile(parsing: Array(bytes[..<count])) }
        }
    }

    @Test func `a record that is not in the log is named`() throws {
        let (file, verifier) = try Self.made([4])
        let foreign = file.records.map {
            ProofFile.Record(leaf: $0.leaf + [0], index: $0.index, hashes: $0.hashes)
        }
        #expect(throws: ProofError.notIncluded(index: 4)) {
            try ProofFile(records: foreign, note: file.note).verify(by: [verifier])
        }
    }

    @Test(arguments: [nil, [], [1, 2, 3]] as [[UInt8]?])
    func `a proof of one record is read back and verified`(extra: [UInt8]?) throws {
        let (file, verifier) = try Self.made([6])
        let record = try #require(file.records.first)
        let proof = TlogProof(index: 6, hashes: record.hashes, note: file.note, extra: extra)
        let parsed = try TlogProof(parsing: Array(proof.description.utf8))
        #expect(parsed == proof)
        #expect(try parsed.verify(MerkleHash.leaf(record.leaf), by: [verifier]).size == 11)
        #expect(throws: ProofError.notIncluded(index: 6)) {
            try parsed.verify(MerkleHash.leaf([1]), by: [verifier])
        }
        for bad in ["", "c2sp.org/tlog-proof@v2\n", "c2sp.org/tlog-proof@v1\nextra !\n"] {
            #expect(throws: ProofError.self) { try TlogProof(parsing: Array(bad.utf8)) }
        }
    }
}
