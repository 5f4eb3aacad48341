// SPDX-License-Identifier: MIT

import CommandLine
import Execution
import Model

/// Where the items of a run are, a line a state: the provider's word, and a person's beside it.
extension FactSheet {
    mutating func add(_ standing: RunStanding, isSending: Bool = false) {
        add(standing.states, closed: standing.closed, isSending: isSending)
    }

    mutating func add(
        _ states: [ItemState: Int64], closed: [ItemState: Int64], isSending: Bool = false
    ) {
        for state in ItemState.allCases {
            let count = states[state, default: 0]
            guard count > 0 else { continue }
            add(
                state.title, count: Int(count),
                Line(state.remark(of: count, closed[state, default: 0], isSending: isSending)))
        }
    }

    /// What of the lines above is not over, and what never will be known; each is one of them.
    mutating func addNotOver(_ standing: RunStanding) {
        let counts: [(String, Int64, Line)] = [
            ("Open", standing.open, "not seen done yet, within the provider's own time"),
            ("Overdue", standing.overdue, Line("the provider's time is over", .bad)),
            ("Not confirmable", standing.notConfirmable, "the provider has no word for cancelled"),
            ("By hand", standing.closedByPerson, "closed by a person"),
        ]
        for (title, count, words) in counts where count > 0 {
            add(title, count: Int(count), words)
        }
    }
}

extension ItemState {
    /// The state as a heading: `In doubt`.
    var title: String {
        let words = rawValue.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    fileprivate func remark(of count: Int64, _ closed: Int64, isSending: Bool) -> String {
        let own = isSending && self == .sending ? "on its way" : remark
        if closed == 0 { return own }
        if closed >= count { return "closed by a person" }
        return [own, "\(grouped(closed)) closed by a person"].filter { !$0.isEmpty }
            .joined(separator: "; ")
    }

    /// What a person should know about it.
    var remark: String {
        switch self {
        case .accepted: "the provider took the request; the cancellation itself is to come"
        case .inDoubt: "sent, and nobody can say yet whether it took effect"
        case .planned: "not sent"
        case .sending: "on its way when the process ended"
        case .alreadyCancelled: "cancelled before we asked"
        case .notFound: "the provider does not know it"
        case .failed: "known not to have taken effect"
        case .superseded: "another run has it"
        default: ""
        }
    }
}
