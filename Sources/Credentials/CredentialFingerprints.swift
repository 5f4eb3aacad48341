// SPDX-License-Identifier: MIT

package import Job

extension SecretReader {
    /// What stands for the secrets of an account, by field, so that a plan can tell later whether
    /// they are still the same.
    ///
    /// A secret that cannot be read just now is left out, and so is one that a command prints:
    /// planning must neither need secrets nor ask a person for a passphrase.
    package func fingerprints(
        of account: Account, by fingerprint: Fingerprint
    ) -> [String: String] {
        var found: [String: String] = [:]
        for credential in account.credentials where credential.isSecret {
            guard case .reference(let reference) = credential.source,
                reference.scheme != .command,
                let secret = try? read(reference, account: account.name, field: credential.field)
            else { continue }
            found[credential.field] = fingerprint.text(of: secret.bytes)
        }
        return found
    }
}
