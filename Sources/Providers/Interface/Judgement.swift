// SPDX-License-Identifier: MIT

/// What an answer to a cancel, a void or a deletion means.
package struct Judgement: Sendable, Equatable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// The provider says it is done.
        case cancelled
        /// The provider took the request; the cancellation itself is to come.
        case accepted
        /// The provider refused this shipment.
        case refused
        case notFound = "not_found"
        /// Too fast: known not to have taken effect, uses up no attempt.
        case throttled
        /// 503 with Retry-After: known not to have taken effect.
        case unavailable
        /// The account or its configuration was refused, not the shipment: known not to have
        /// taken effect. One token renewal where there is a token, then the lane ends.
        case unauthorized
        /// A 3xx: the address is wrong; never followed, the lane ends.
        case redirected
        /// It may have taken effect.
        case inDoubt = "in_doubt"
    }

    package var verdict: Verdict
    /// The provider's own code, else a word such as `http_409`.
    package var code: String
    /// The provider's words, on one line, at most `messageCharactersMax` long.
    package var message: String
    package var requestID: String?
    package var retryAfterSeconds: Double?
    /// A first attempt with this answer is followed by one look (design 6.2, point 6).
    package var wantsLook: Bool
    /// The refusal concerns the account, so that its lane ends.
    package var endsLane: Bool
    /// What the table says about this line, for `why` and reports.
    package var reason: String
    /// ShipStation: every label the provider says it voided with this one.
    package var voidedLabelIDs: [String]

    package static let messageCharactersMax = 500

    package init(
        _ verdict: Verdict, code: String, message: String = "", requestID: String? = nil,
        retryAfterSeconds: Double? = nil, wantsLook: Bool = false, endsLane: Bool = false,
        reason: String = "", voidedLabelIDs: [String] = []
    ) {
        self.verdict = verdict
        self.code = code
        self.message = message
        self.requestID = requestID
        self.retryAfterSeconds = retryAfterSeconds
        self.wantsLook = wantsLook
        self.endsLane = endsLane
        self.reason = reason
        self.voidedLabelIDs = voidedLabelIDs
    }
}
