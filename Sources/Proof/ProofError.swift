// SPDX-License-Identifier: MIT

/// Why a key, a note or a proof is not accepted.
package enum ProofError: Error, Equatable, Sendable {
    /// It is not written as the format demands; the text says where.
    case malformed(String)
    /// A key that is trusted, but its signature is not of this text.
    case badSignature(key: String)
    /// None of its signatures is of a trusted key.
    case noKnownSignature
    /// The record is not in the tree that the checkpoint signs.
    case notIncluded(index: Int)
    /// The crypto library offers no Ed25519, as in some restricted modes.
    case noEd25519
}

extension ProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let what): "not as the format demands: \(what)"
        case .badSignature(let key): "the signature of \(key) does not fit the text"
        case .noKnownSignature: "not signed by a key that is trusted here"
        case .notIncluded(let index): "record \(index) is not in the signed log"
        case .noEd25519: "the crypto library offers no Ed25519"
        }
    }
}
