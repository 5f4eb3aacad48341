// SPDX-License-Identifier: MIT

internal import Model

/// A proof for one record as one text: index, hashes and checkpoint (c2sp.org/tlog-proof).
package struct TlogProof: Hashable, Sendable {
    static let opening = "c2sp.org/tlog-proof@v1"

    package let index: Int
    package let hashes: [Digest]
    /// The checkpoint as it was signed.
    package let note: SignedNote
    /// Bytes beside the proof, which nothing vouches for.
    package let extra: [UInt8]?

    package init(index: Int, hashes: [Digest], note: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.note = note
        self.extra = extra
    }

    /// The checkpoint, once it is known to be signed and to contain `leaf` at the proof's index.
    package func verify(
        _ leaf: Digest, by verifiers: [NoteVerifier]
    ) throws(ProofError) -> Checkpoint {
        let checkpoint = try note.checkpoint(verifiedBy: verifiers)
        let proof = InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
        guard proof.proves(leaf, isIn: checkpoint.root) else { throw .notIncluded(index: index) }
        return checkpoint
    }
}

extension TlogProof: CustomStringConvertible {
    package var description: String {
        let extraLine = extra.map { ["extra \($0.base64)"] } ?? []
        let lines = [Self.opening] + extraLine + ProofLines.write(index, hashes)
        return lines.map { $0 + "\n" }.joined() + "\n" + note.description
    }

    package init(parsing bytes: [UInt8]) throws(ProofError) {
        var reader = ProofLines(bytes)
        guard reader.next() == Self.opening else {
            throw .malformed("a proof begins with \(Self.opening)")
        }
        let extra = try reader.value("extra ")
        let (index, hashes) = try reader.path()
        self.init(index: index, hashes: hashes, note: try reader.note(), extra: extra)
    }
}
