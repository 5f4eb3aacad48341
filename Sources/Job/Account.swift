// SPDX-License-Identifier: MIT

package import Model
package import Providers

/// One set of credentials at one provider, with everything that holds for it.
package struct Account: Sendable {
    package var name: String
    package var provider: ProviderName
    package var endpoint: Endpoint
    package var credentials: [Credential]
    /// Labels are voided before the cancellation (ShipStation).
    package var voidLabels: Bool
    /// What was cancelled is deleted, where the command says so too (Sorted).
    package var deleteAfterCancel: Bool
    package var caFile: String?
    package var concurrency: Int
    /// Nil where the provider's own paces hold.
    package var pace: Pace?
    /// Replaces the provider's intervals and settle time.
    package var lookEvery: Interval?
    package var timeout: Interval
    /// A pattern whose newest match is this account's export.
    package var exports: String?
    package var columns: [String: String]
    package var rules: Rules
    package var limits: RunLimits
    /// Where the account stands: `rescind.json5 line 9, accounts.us-store`.
    package var place: String

    package static let timeoutSeconds: Int64 = 30
    package static let nameBytesMax = 64

    /// Whether a name can stand in paths, options and reports as it is.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= nameBytesMax else { return false }
        return (first.isDigit || first.isLetter)
            && text.utf8.allSatisfy { byte in
                byte.isDigit || byte.isLetter || [0x2d, 0x2e, 0x5f].contains(byte)
            }
    }
}
