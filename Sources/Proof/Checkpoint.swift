// SPDX-License-Identifier: MIT

internal import Model

/// What a log says of itself at one moment: its name, how long it is, what it holds.
///
/// The text is that of c2sp.org/tlog-checkpoint; signed, it is a note.
package struct Checkpoint: Hashable, Sendable {
    /// Which log this is.
    package let origin: String
    package let size: Int
    package let root: Digest
    /// Further lines, which mean nothing here.
    package let extensions: [String]

    package init(
        origin: String, size: Int, root: Digest, extensions: [String] = []
    ) throws(ProofError) {
        guard size >= 0, ([origin] + extensions).allSatisfy(Self.isLine) else {
            throw .malformed("a checkpoint's lines are not empty and its size is not negative")
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note.
    package init(parsing text: String) throws(ProofError) {
        let lines = NoteText.lines(Array(text.utf8))
        guard NoteText.isSignable(Array(text.utf8)), lines.count >= 3 else {
            throw .malformed("a checkpoint has an origin, a size and a root, a line each")
        }
        guard let size = NoteText.number(lines[1]) else {
            throw .malformed("a checkpoint's second line is its size")
        }
        guard let root = Digest(base64: lines[2]) else {
            throw .malformed("a checkpoint's third line is its root in base64")
        }
        try self.init(
            origin: lines[0], size: size, root: root, extensions: Array(lines.dropFirst(3)))
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}

extension Checkpoint {
    /// The text that is signed.
    package var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    package func signed(by signers: [NoteSigner]) throws(ProofError) -> SignedNote {
        try SignedNote(text: text, signedBy: signers)
    }
}

extension SignedNote {
    /// The checkpoint in a note, once a trusted key has been found to have signed it.
    package func checkpoint(verifiedBy verifiers: [NoteVerifier]) throws(ProofError) -> Checkpoint {
        _ = try verified(by: verifiers)
        return try Checkpoint(parsing: text)
    }
}
