// SPDX-License-Identifier: MIT

internal import CCrypto

/// Ed25519 (RFC 8032): who may check a signature, and who may make one.
package enum Ed25519 {
    package static let seedBytes = 32
    package static let publicKeyBytes = 32
    package static let signatureBytes = 64

    /// The key that checks.
    package struct PublicKey: Hashable, Sendable {
        package let bytes: [UInt8]

        /// Takes exactly 32 bytes; whether they are a point shows when checking.
        package init?(_ bytes: some Collection<UInt8>) {
            guard bytes.count == publicKeyBytes else { return nil }
            self.bytes = [UInt8](bytes)
        }

        package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
            Crypto.load()
            guard signature.count == signatureBytes,
                let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
            else { return false }
            defer { EVP_PKEY_free(key) }
            let context = EVP_MD_CTX_new()
            defer { EVP_MD_CTX_free(context) }
            return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count)
                    == 1
        }
    }

    /// The key that signs; it shows itself nowhere but in `seed`.
    package struct PrivateKey: Sendable {
        package let seed: [UInt8]
        package let publicKey: PublicKey

        /// Derives the key from 32 random bytes, which come from outside.
        package init(seed: some Collection<UInt8>) throws(ProofError) {
            guard seed.count == seedBytes else {
                throw .malformed("an Ed25519 seed has 32 bytes")
            }
            self.seed = [UInt8](seed)
            publicKey = try Ed25519.publicKey(of: self.seed)
        }

        package func signature(of message: [UInt8]) throws(ProofError) -> [UInt8] {
            guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
            else { throw .noEd25519 }
            defer { EVP_PKEY_free(key) }
            let context = EVP_MD_CTX_new()
            defer { EVP_MD_CTX_free(context) }
            var signature = [UInt8](repeating: 0, count: signatureBytes)
            var count = signature.count
            guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
                EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
                count == signatureBytes
            else { throw .noEd25519 }
            return signature
        }
    }

    private static func publicKey(of seed: [UInt8]) throws(ProofError) -> PublicKey {
        Crypto.load()
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        else { throw .noEd25519 }
        defer { EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: publicKeyBytes)
        var count = bytes.count
        guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1,
            let publicKey = PublicKey(bytes)
        else { throw .noEd25519 }
        return publicKey
    }
}

extension Ed25519.PrivateKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "an Ed25519 private key" }

    /// Empty, so that no dump of a value that holds the key writes the seed.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
