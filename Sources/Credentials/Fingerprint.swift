// SPDX-License-Identifier: MIT

package import Proof

/// The keyed fingerprint that stands in a record where a secret was.
///
/// The key is the audit database's own, so the same credential has the same fingerprint all over
/// one record and nobody can find the value by guessing without that key.
package struct Fingerprint: Sendable {
    private let keyed: @Sendable ([UInt8]) -> String

    /// `keyed` gives the fingerprint's digits, such as the start of an HMAC in hexadecimal.
    package init(keyed: @escaping @Sendable ([UInt8]) -> String) { self.keyed = keyed }

    /// Fingerprints under the audit database's key.
    package init(_ fingerprinter: Fingerprinter) {
        self.init { fingerprinter.fingerprint(of: $0).description }
    }

    /// The text for the record: `secret:3f9a2c…`.
    package func text(of bytes: some Sequence<UInt8>, label: String = "secret") -> String {
        "\(label):" + keyed(Array(bytes))
    }
}
