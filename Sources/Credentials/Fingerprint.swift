// SPDX-License-Identifier: MIT

/// The keyed fingerprint that stands in a record where a secret was.
///
/// The key is the audit database's own, so the same credential has the same fingerprint all over
/// one record and nobody can find the value by guessing without that key.
package struct Fingerprint: Sendable {
    private let keyed: @Sendable ([UInt8]) -> String

    /// `keyed` gives the fingerprint's digits, such as the start of an HMAC in hexadecimal.
    package init(keyed: @escaping @Sendable ([UInt8]) -> String) { self.keyed = keyed }

    /// The text for the record: `secret:3f9a2c…`.
    package func text(of bytes: some Sequence<UInt8>, label: String = "secret") -> String {
        "\(label):" + keyed(Array(bytes))
    }
}
