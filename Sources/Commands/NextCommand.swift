// SPDX-License-Identifier: MIT

import Audit
import Execution
import Model

/// What a person types next about a run, as it stands on the record.
enum NextCommand {
    static func of(_ run: Int64, _ status: RunStatus, _ standing: RunStanding) -> String {
        switch status.word {
        case "blocked": return "rescind approve \(run) --reason TEXT"
        case _ where status.isSending: return "rescind stop \(run)"
        case "abandoned": break
        case _ where !standing.isSent || status.word == "applying": return "rescind apply \(run)"
        default: break
        }
        // What is overdue, confirm names, with the command for each.
        return standing.open + standing.overdue > 0
            ? "rescind confirm \(run)" : "rescind report \(run)"
    }
}

/// How far a run is: the word of the view, and whether somebody is sending it at this moment.
struct RunStatus {
    /// One of the words of the contract.
    let word: String
    let isSending: Bool

    init(_ word: String, of run: Int64, _ sender: SendingLock.Holder?) {
        self.word = word
        isSending = word == "applying" && sender?.isSending(run) ?? false
    }

    /// The record alone cannot tell a process that sends from one that was killed.
    var words: String {
        guard word == "applying" else { return word }
        return isSending ? "sending" : "cut off"
    }
}
