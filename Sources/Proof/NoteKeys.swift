// SPDX-License-Identifier: MIT

internal import Model

/// What the name of a note's key may be, and the id that goes with it (c2sp.org/signed-note).
enum NoteKey {
    /// The byte that says Ed25519.
    static let algorithm: UInt8 = 1

    /// Not empty, without white space and without `+`, which separates the parts of a key.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 && $0.value != 0x7f
            }
    }

    static func id(name: String, publicKey: Ed25519.PublicKey) -> UInt32 {
        let hash = SHA256.hash(Array(name.utf8) + [0x0a, algorithm] + publicKey.bytes)
        return hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func hex(_ id: UInt32) -> String { withUnsafeBytes(of: id.bigEndian) { $0.hex } }

    /// Splits `name+id+base64`, whose last part may hold a `+` itself, and reads the 32 bytes.
    static func parse(_ text: String) throws(ProofError) -> (name: String, id: String, key: [UInt8])
    {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(parts[0]), let id = String(parts[1]),
            let encoded = String(parts[2]), isName(name)
        else { throw .malformed("a key is written NAME+ID+BASE64") }
        guard let bytes = [UInt8](base64: encoded), bytes.count == 33, bytes[0] == algorithm
        else { throw .malformed("the key of \(name) is not an Ed25519 key in base64") }
        return (name, id, Array(bytes.dropFirst()))
    }
}

/// A named key that checks notes, written `name+id+base64`.
package struct NoteVerifier: Hashable, Sendable {
    package let name: String
    package let id: UInt32
    package let publicKey: Ed25519.PublicKey

    package init(name: String, publicKey: Ed25519.PublicKey) throws(ProofError) {
        guard NoteKey.isName(name) else {
            throw .malformed("a key's name has no blank and no plus sign")
        }
        self.name = name
        self.publicKey = publicKey
        id = NoteKey.id(name: name, publicKey: publicKey)
    }

    /// Reads the text form; the id in it must be the key's own.
    package init(parsing text: String) throws(ProofError) {
        let (name, id, bytes) = try NoteKey.parse(text)
        guard let key = Ed25519.PublicKey(bytes) else { throw .malformed("a key has 32 bytes") }
        try self.init(name: name, publicKey: key)
        guard id == NoteKey.hex(self.id) else {
            throw .malformed("the id \(id) is not that of the key of \(name)")
        }
    }
}

extension NoteVerifier: CustomStringConvertible {
    package var description: String {
        "\(name)+\(NoteKey.hex(id))+\(([NoteKey.algorithm] + publicKey.bytes).base64)"
    }
}

/// A named key that signs notes.
package struct NoteSigner: Sendable {
    private static let opening = "PRIVATE+KEY+"

    package let verifier: NoteVerifier
    private let key: Ed25519.PrivateKey

    package init(name: String, key: Ed25519.PrivateKey) throws(ProofError) {
        self.key = key
        verifier = try NoteVerifier(name: name, publicKey: key.publicKey)
    }

    /// Reads `PRIVATE+KEY+name+id+base64`, the form of a key file.
    package init(parsing text: String) throws(ProofError) {
        guard text.utf8.starts(with: Self.opening.utf8) else {
            throw .malformed("a signing key begins with \(Self.opening)")
        }
        let (name, id, seed) = try NoteKey.parse(String(text.dropFirst(Self.opening.count)))
        try self.init(name: name, key: Ed25519.PrivateKey(seed: seed))
        guard id == NoteKey.hex(verifier.id) else {
            throw .malformed("the id \(id) is not that of the key of \(name)")
        }
    }

    /// The secret text form, for the key file alone.
    package var secretText: String {
        Self.opening + "\(verifier.name)+\(NoteKey.hex(verifier.id))+"
            + ([NoteKey.algorithm] + key.seed).base64
    }

    package func signature(of text: String) throws(ProofError) -> NoteSignature {
        NoteSignature(
            name: verifier.name, id: verifier.id, bytes: try key.signature(of: Array(text.utf8)))
    }
}

extension NoteSigner: CustomStringConvertible {
    package var description: String { "the signing key of \(verifier.name)" }
}
