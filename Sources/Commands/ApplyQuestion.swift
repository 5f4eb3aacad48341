// SPDX-License-Identifier: MIT

import CommandLine
import Job
import Model

/// What a person is asked before anything is sent, and what they should know first.
struct ApplyQuestion {
    /// What may be cancelled by saying yes.
    let items: Int
    let accounts: [Account]
    let isRehearsal: Bool
    /// `--delete` was given.
    let deletes: Bool

    private var isLive: Bool { !isRehearsal && accounts.contains { !$0.isLoopback } }

    /// What cannot be undone.
    var warnings: [Line] {
        guard isLive else { return [] }
        var found: [Line] = [
            "\("This cannot be undone:", .warning) nobody can revive a cancelled shipment."
        ]
        let voiding = accounts.filter(\.voidLabels).map(\.name)
        if !voiding.isEmpty {
            found.append("Labels are voided first in \(voiding.joined(separator: ", ")).")
        }
        let deleting = accounts.filter { deletes && $0.deleteAfterCancel }.map(\.name)
        if !deleting.isEmpty {
            found.append("What was cancelled is deleted in \(deleting.joined(separator: ", ")).")
        }
        return found
    }

    func question(unattended: String) -> Question {
        let names = accounts.map(\.name).joined(separator: ", ")
        let place = isLive ? Line("LIVE", .bad) : "on this machine"
        return Question(
            "Type \(items) to cancel \(counted(items, "shipment")) of \(names), \(place)",
            answer: String(items), unattended: unattended)
    }
}
