// SPDX-License-Identifier: MIT

internal import Model

/// One signature line of a note.
package struct NoteSignature: Hashable, Sendable {
    package let name: String
    package let id: UInt32
    package let bytes: [UInt8]

    /// An em dash and a blank open the line.
    static let opening = "\u{2014} "

    var line: String {
        Self.opening + name + " "
            + (withUnsafeBytes(of: id.bigEndian) { [UInt8]($0) } + bytes).base64
    }

    func isBy(_ verifier: NoteVerifier) -> Bool {
        // By bytes: String calls two spellings of one letter equal.
        id == verifier.id && name.utf8.elementsEqual(verifier.name.utf8)
    }
}

/// A text with the signatures of one or more keys (c2sp.org/signed-note).
///
/// Until `verified(by:)` has been asked, the text is anybody's.
package struct SignedNote: Hashable, Sendable {
    package static let bytesMax = 1_000_000
    package static let signaturesMax = 100

    /// What is signed; it ends with a newline.
    package let text: String
    package private(set) var signatures: [NoteSignature]

    /// Signs `text`, which must end with a newline.
    package init(text: String, signedBy signers: [NoteSigner]) throws(ProofError) {
        guard NoteText.isSignable(Array(text.utf8)) else {
            throw .malformed("a note's text is lines without control characters")
        }
        self.text = text
        signatures = []
        for signer in signers { signatures.append(try signer.signature(of: text)) }
    }

    /// Adds a signature, such as a witness's.
    package mutating func add(_ signature: NoteSignature) { signatures.append(signature) }

    init(text: String, signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// The keys among `verifiers` whose signature fits.
    ///
    /// Signatures of unknown keys are passed over; a wrong one of a known key refuses the note.
    package func verified(by verifiers: [NoteVerifier]) throws(ProofError) -> [NoteVerifier] {
        let message = Array(text.utf8)
        var good: [NoteVerifier] = []
        for signature in signatures {
            guard let verifier = verifiers.first(where: signature.isBy) else { continue }
            guard verifier.publicKey.verifies(signature.bytes, of: message) else {
                throw .badSignature(key: verifier.name)
            }
            if !good.contains(verifier) { good.append(verifier) }
        }
        guard !good.isEmpty else { throw .noKnownSignature }
        return good
    }
}

extension SignedNote: CustomStringConvertible {
    /// The whole note as it is stored.
    package var description: String {
        text + "\n" + signatures.map { $0.line + "\n" }.joined()
    }
}
