// SPDX-License-Identifier: MIT

package import Model
package import Providers

/// What a lane knows of its account before it starts.
package struct LaneSetup: Sendable {
    /// The run its exchanges are of; nil where it confirms items of many runs.
    package var run: Int64?
    package var account: String
    package let provider: any Provider
    /// Whether the provider has a look; asked at every turn, and facts are large.
    let canLook: Bool
    package var endpoint: Endpoint
    package var concurrency: Int
    package var paces: [PaceBudget]
    /// What of the newest verdicts may be bad before the breaker opens.
    package var failureTolerance: Tolerance
    /// Why nothing of this account can be sent; its lane ends before it begins.
    package var unusable: Problem?
    /// Nothing of this account leaves from then on; the run may have an earlier deadline.
    package var until: Timestamp?
    /// Replaces the provider's settle time and the pauses between looks.
    package var lookEveryMilliseconds: Int64?
    /// Labels of a shipment are voided before it is cancelled.
    package var voidsLabels = false
    /// What was cancelled, and seen cancelled, is deleted; told twice, never by itself.
    package var deletes = false
    /// An answer without the fields that the job hides.
    ///
    /// Only that is judged, quoted and recorded: no reason can repeat what the record does not show.
    package var kept: @Sendable (Answer) -> Answer = { $0 }
    /// Set where nothing is cancelled and items are only looked at.
    package var lookOnly: LookOnly?

    package init(
        run: Int64?, account: String, provider: any Provider, endpoint: Endpoint,
        concurrency: Int, paces: [PaceBudget], failureTolerance: Tolerance,
        lookEveryMilliseconds: Int64? = nil
    ) {
        self.run = run
        self.account = account
        self.provider = provider
        canLook = provider.facts.looks != nil
        self.endpoint = endpoint
        self.concurrency = max(1, concurrency)
        self.paces = paces
        self.failureTolerance = failureTolerance
        self.lookEveryMilliseconds = lookEveryMilliseconds
    }

    /// How long after a doubtful request an open shipment may be believed to be open.
    var settleMilliseconds: Int64 {
        let own = Int64(provider.facts.looks?.settleSeconds ?? 0) * 1000
        return min(lookEveryMilliseconds ?? own, own)
    }

    /// The voiding of labels, where the provider has it and the account wants it.
    var voiding: (any LabelVoiding)? { voidsLabels ? provider.labels : nil }
}

/// How long a lane that only looks keeps looking.
package struct LookOnly: Sendable, Equatable {
    /// Nil looks once at what is due; otherwise looks go on as they fall due, this long.
    package var waitMilliseconds: Int64?

    package init(waitMilliseconds: Int64? = nil) { self.waitMilliseconds = waitMilliseconds }
}

/// Why a lane ended before its work was done.
package struct LaneEnd: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case unreachable, unauthorized, redirected, refused
        case deadline, throttled, noSuccess = "no_success", retryAfter = "retry_after"
        case breaker, budget
        /// The account could not be used at all: nothing of it was sent.
        case unusable
    }

    package var kind: Kind
    package var reason: String
}

extension [(account: String, end: LaneEnd)] {
    /// What ended lanes mean for the exit code; a secret that is missing comes back with no wait.
    package var exit: ExitCode? {
        if isEmpty { return nil }
        return allSatisfy { $0.end.kind == .unusable } ? .usage : .stopped
    }
}
