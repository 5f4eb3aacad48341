// SPDX-License-Identifier: MIT

package import Model

/// An account's way in: puts the secrets into requests and keeps its token fresh.
package protocol AccountAccess: Sendable {
    /// The request with its authentication, or the token request that must come first.
    mutating func prepare(_ request: Request, at now: Timestamp) throws(Problem) -> PreparedRequest
    /// Takes in how the token request ended.
    mutating func tokenEnded(_ outcome: Outcome, at now: Timestamp) -> TokenResult
    /// Hears that the credentials of this generation were refused; true: newer ones may be had.
    mutating func wasRefused(generation: Int) -> Bool
}

package enum PreparedRequest: Sendable {
    /// `generation` counts the tokens; it tells a stale token's refusal from the newest one's.
    case ready(Request, generation: Int)
    case needsToken(Request)
}

package enum TokenResult: Sendable, Equatable {
    case ready
    case refused(String)
    case again(String, retryAfterSeconds: Double?)
}
