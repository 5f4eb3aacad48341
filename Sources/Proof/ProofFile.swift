// SPDX-License-Identifier: MIT

internal import Model

/// Several records with their proofs under one checkpoint, for someone who has only the key.
package struct ProofFile: Hashable, Sendable {
    static let opening = "rescind-proof v1"
    private static let leafOpening = "leaf "
    package static let bytesMax = 256 << 20

    /// One record, whole, and the way from it to the root.
    package struct Record: Hashable, Sendable {
        /// The record's bytes as the log holds them.
        package let leaf: [UInt8]
        package let index: Int
        package let hashes: [Digest]

        package init(leaf: [UInt8], index: Int, hashes: [Digest]) {
            self.leaf = leaf
            self.index = index
            self.hashes = hashes
        }
    }

    package let records: [Record]
    package let note: SignedNote

    package init(records: [Record], note: SignedNote) {
        self.records = records
        self.note = note
    }

    /// The checkpoint, once it is known to be signed and to contain every record.
    package func verify(by verifiers: [NoteVerifier]) throws(ProofError) -> Checkpoint {
        let checkpoint = try note.checkpoint(verifiedBy: verifiers)
        for record in records {
            let proof = InclusionProof(
                index: record.index, size: checkpoint.size, hashes: record.hashes)
            guard proof.proves(MerkleHash.leaf(record.leaf), isIn: checkpoint.root) else {
                throw .notIncluded(index: record.index)
            }
        }
        return checkpoint
    }
}

extension ProofFile: CustomStringConvertible {
    package var description: String {
        let blocks = records.map { record in
            ([Self.leafOpening + record.leaf.base64]
                + ProofLines.write(record.index, record.hashes) + [""])
                .map { $0 + "\n" }.joined()
        }
        return "\(Self.opening)\nrecords \(records.count)\n" + blocks.joined() + note.description
    }

    package init(parsing bytes: [UInt8]) throws(ProofError) {
        guard bytes.count <= Self.bytesMax else { throw .malformed("the file is too large") }
        var reader = ProofLines(bytes)
        guard reader.next() == Self.opening else {
            throw .malformed("a proof file begins with \(Self.opening)")
        }
        // Their number comes first: the checkpoint's origin could begin like a record.
        let count = reader.next().flatMap { NoteText.rest(of: $0, after: "records ") }
            .flatMap { NoteText.number($0) }
        guard let count else { throw .malformed("a proof file says how many records it has") }
        var records: [Record] = []
        while records.count < count {
            guard let leaf = try reader.value(Self.leafOpening) else {
                throw .malformed("a record begins with its bytes in base64")
            }
            let (index, hashes) = try reader.path()
            records.append(Record(leaf: leaf, index: index, hashes: hashes))
        }
        self.init(records: records, note: try reader.note())
    }
}
