// SPDX-License-Identifier: MIT

import Job
package import Model
package import Providers

/// What a lane knows of its account before it starts.
package struct LaneSetup: Sendable {
    package var run: Int64
    package var account: String
    package var provider: any Provider
    package var endpoint: Endpoint
    package var concurrency: Int
    package var paces: [PaceBudget]
    /// What of the newest verdicts may be bad before the breaker opens.
    package var failureTolerance: Tolerance
    /// Replaces the provider's settle time and the pauses between looks.
    package var lookEveryMilliseconds: Int64?

    package init(
        run: Int64, account: String, provider: any Provider, endpoint: Endpoint,
        concurrency: Int, paces: [PaceBudget], failureTolerance: Tolerance,
        lookEveryMilliseconds: Int64? = nil
    ) {
        self.run = run
        self.account = account
        self.provider = provider
        self.endpoint = endpoint
        self.concurrency = max(1, concurrency)
        self.paces = paces
        self.failureTolerance = failureTolerance
        self.lookEveryMilliseconds = lookEveryMilliseconds
    }

    var canLook: Bool { provider.facts.looks != nil }

    /// How long after a doubtful request an open shipment may be believed to be open.
    var settleMilliseconds: Int64 {
        let own = Int64(provider.facts.looks?.settleSeconds ?? 0) * 1000
        return min(lookEveryMilliseconds ?? own, own)
    }
}

/// Why a lane ended before its work was done.
package struct LaneEnd: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case unreachable, unauthorized, redirected, refused
        case throttled, noSuccess = "no_success", retryAfter = "retry_after"
        case breaker, budget
    }

    package var kind: Kind
    package var reason: String
}
