// SPDX-License-Identifier: MIT

/// Where a label stands: what the intents of its voids and its verdicts make of it.
///
/// The second statement of what `LabelStates` writes as SQL, on purpose: verify must not trust it.
struct LabelStanding: Equatable {
    /// Nil before anything happened, and for a state nobody knows.
    var state: VoidState?
    var code = ""
    var attempts: Int64 = 0
    var voidedAt: Int64?
    var doubtedAt: Int64?

    /// Takes the next event; what is wrong with it, if it cannot follow.
    mutating func fault(of event: ItemEvent) -> String? {
        let next = event.isIntent ? .voiding : VoidState(rawValue: event.word)
        guard let next else { return "it brings a label to a state that does not exist" }
        let isLegal =
            state.map { $0 == next || $0.mayBecome.contains(next) }
            ?? VoidState.mayBegin.contains(next)
        guard isLegal else {
            return "it brings a label from \(state?.rawValue ?? "nothing") to \(next.rawValue)"
        }
        state = next
        code = event.code
        attempts = event.attempts
        if next == .voided { voidedAt = voidedAt ?? event.at }
        if next == .inDoubt { doubtedAt = event.at }
        return nil
    }
}
