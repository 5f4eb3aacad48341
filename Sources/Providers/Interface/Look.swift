// SPDX-License-Identifier: MIT

/// What the answer to a look means.
package enum LookVerdict: Sendable, Equatable {
    case saw(Sighting)
    /// The look itself failed; nothing is known about the shipment.
    case failed(ReadFailure)
}

/// A shipment as a look saw it.
package struct Sighting: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case cancelled
        /// The cancellation is under way.
        case cancelling
        /// It may be sent again.
        case open
        /// A known state that cannot be cancelled.
        case closed
        /// 404 or 410.
        case missing
        /// Nothing that may be believed: the item stays as it is.
        case unknown
    }

    package var kind: Kind
    /// The provider's own word, such as `label_purchased`; the code of what follows from it.
    package var state: String
    /// The provider says in its own word that a cancellation failed.
    package var failedCancellation: Bool
    package var message: String
    package var requestID: String?

    package init(
        _ kind: Kind, state: String, failedCancellation: Bool = false, message: String = "",
        requestID: String? = nil
    ) {
        self.kind = kind
        self.state = state
        self.failedCancellation = failedCancellation
        self.message = message
        self.requestID = requestID
    }
}

/// Why a read (look, label look, list) brought nothing; a read may always be repeated.
package struct ReadFailure: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case throttled
        /// 5xx and everything else that may pass.
        case unavailable
        /// As with a cancel: renew a token once, then the lane ends.
        case unauthorized
        case redirected
        /// A refusal of the read or an answer that cannot be read.
        case trouble
    }

    package var kind: Kind
    package var code: String
    package var message: String
    package var requestID: String?
    package var retryAfterSeconds: Double?

    package init(
        _ kind: Kind, code: String, message: String = "", requestID: String? = nil,
        retryAfterSeconds: Double? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.requestID = requestID
        self.retryAfterSeconds = retryAfterSeconds
    }
}
