// SPDX-License-Identifier: MIT

internal import Model

/// Stands for a secret in a record: the same secret always looks the same, and nobody without
/// the key can find it by trying.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// How much of the code is kept: enough to tell secrets apart, too little to be one.
    package static let byteCount = 8

    /// Sixteen hexadecimal digits.
    package let description: String

    fileprivate init(_ code: Digest) { description = code.bytes.prefix(Self.byteCount).hex }
}

/// Makes fingerprints under one key.
package struct Fingerprinter: Sendable {
    package static let keyBytesMin = 16

    private let hmac: HMAC

    /// Takes a key of at least 16 bytes; nil for a shorter one.
    package init?(key: some Collection<UInt8>) {
        guard key.count >= Self.keyBytesMin else { return nil }
        hmac = HMAC(key: key)
    }

    package func fingerprint(of secret: some Sequence<UInt8>) -> Fingerprint {
        Fingerprint(hmac.code(of: secret))
    }

    package func fingerprint(of secret: String) -> Fingerprint { fingerprint(of: secret.utf8) }
}
