// SPDX-License-Identifier: MIT

/// Full-jitter backoff: a random pause between nothing and a doubling ceiling.
enum Backoff {
    static let baseMilliseconds: Int64 = 500
    static let ceilingMilliseconds: Int64 = 60_000

    /// The pause before try number `tries` (the first retry is 1).
    static func pause(tries: Int, using random: inout RandomSource) -> Int64 {
        // Capped before shifting: a long outage must not overflow the exponent.
        let doublings = min(max(tries - 1, 0), 7)
        let ceiling = min(baseMilliseconds << Int64(doublings), ceilingMilliseconds)
        return Int64.random(in: 0...ceiling, using: &random)
    }
}
