// SPDX-License-Identifier: MIT

/// One change in the simulated world; its text is `cancelled se-1`.
package struct Effect: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case cancelled
        /// Taken on; the cancellation itself is to come, or to fail.
        case cancelling
        case cancellationFailed = "cancellation-failed"
        case voided
        case deleted
        case tokenIssued = "token-issued"
        case tokenExpired = "token-expired"
    }

    package let kind: Kind
    /// The shipment, the label, or for a token the name of its credential.
    package let id: String

    package init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    package var description: String { "\(kind.rawValue) \(id)" }
}
