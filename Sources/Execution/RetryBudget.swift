// SPDX-License-Identifier: MIT

/// How many retries an account may still make, so that a dying provider is not hammered.
///
/// A success pays one token back; the figures are those the AWS SDKs settled on.
struct RetryBudget {
    static let capacity = 500
    static let retryCost = 5
    static let timeoutCost = 10

    private(set) var tokens = capacity

    mutating func succeed() { tokens = min(Self.capacity, tokens + 1) }

    /// Pays for one retry; false when the budget is used up.
    mutating func pay(forTimeout: Bool) -> Bool {
        let cost = forTimeout ? Self.timeoutCost : Self.retryCost
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }
}
