// SPDX-License-Identifier: MIT

/// A way in which a provider, or the way to it, can fail.
package enum FaultKind: String, CaseIterable, Sendable {
    /// Sent elsewhere; nobody should follow, least of all with a credential. No effect.
    case redirect = "302"
    /// Throttled in the provider's own words; no effect.
    case throttled = "429"
    /// The provider's internal error; half of them after the effect took place, as in real life.
    case broken = "500"
    /// An internal error that always comes after the effect.
    case brokenAfter = "500-after"
    /// A gateway's error page after the effect: the provider worked, its answer got lost.
    case badGateway = "502"
    /// Down for maintenance, with Retry-After; no effect.
    case unavailable = "503"
    /// The answer is held back; the effect is not.
    case slow
    /// The connection is reset before anything happened.
    case resetBefore = "reset-before"
    /// The connection is reset after the effect took place.
    case resetAfter = "reset-after"
    /// The effect takes place, the answer stops in the middle.
    case truncated
    /// The effect takes place, the answer's body is not what the provider documents.
    case garbage
    /// The access token of this request is no longer valid; providers with keys ignore it.
    case expireToken = "expire-token"
}
