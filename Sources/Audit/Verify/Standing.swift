// SPDX-License-Identifier: MIT

import Model

/// Where an item stands: what its intents and verdicts make of it, one after the other.
///
/// The second statement of what `ItemStates` writes as SQL, on purpose: verify must not trust it.
struct Standing: Equatable {
    /// Nil before anything happened, and for a state nobody knows.
    var state: ItemState?
    var reason = ""
    var code = ""
    var attempts: Int64 = 0
    var requestedAt: Int64?
    var settledAt: Int64?
    var confirmedAt: Int64?
    var doubtedAt: Int64?
    var looks: Int64 = 0
    var lookedAt: Int64?

    /// Whether its shipment belongs to its run.
    var claims: Bool { state?.claims ?? false }

    /// Takes the next event; what is wrong with it, if it cannot follow.
    mutating func fault(of event: ItemEvent) -> String? {
        guard let next = event.state else {
            return "it brings an item to a state that does not exist"
        }
        let from = state ?? .planned
        guard next == state || from.mayBecome(next) else {
            return "it brings an item from \(from.rawValue) to \(next.rawValue)"
        }
        if event.isIntent { send(event) } else { take(event, next, from: state) }
        return nil
    }

    private mutating func send(_ event: ItemEvent) {
        state = .sending
        attempts = event.isCancel ? event.attempts : 0
        requestedAt = event.at
        settledAt = nil
        looks = 0
        lookedAt = nil
    }

    private mutating func take(_ event: ItemEvent, _ next: ItemState, from: ItemState?) {
        if from != nil {
            if event.isConfirmed {
                confirmedAt = event.at
            } else if next == .inDoubt {
                confirmedAt = nil
            }
            if next == .inDoubt, from == .sending { doubtedAt = event.at }
            if event.isLook {
                looks += 1
                lookedAt = event.at
            }
        }
        let settled = next.isSettled ? event.at : nil
        settledAt = from == next ? settledAt ?? settled : settled
        state = next
        reason = event.reason
        code = event.code
        attempts = event.attempts
    }
}
