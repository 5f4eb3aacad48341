// SPDX-License-Identifier: MIT

/// How a command ended, as one number a scheduler can act on.
package enum ExitCode: Int32, CaseIterable, Sendable {
    case done = 0
    case internalError = 1
    case usage = 2
    case refusals = 3
    case doubt = 4
    case overdue = 5
    case blocked = 6
    case stopped = 7
    case locked = 8
    case differences = 9
    case auditInvalid = 10
    case storage = 11
    case missedRun = 12

    /// What happened, in one line.
    package var meaning: String {
        switch self {
        case .done: "Done; what is still open is within the provider's own time."
        case .internalError: "Internal error in rescind."
        case .usage: "Usage, configuration, or a missing or unreadable file; nothing was sent."
        case .refusals: "Finished; more refused, not found or failed than the job accepts."
        case .doubt: "Finished; for some items it is unknown whether they were cancelled."
        case .overdue: "Something is overdue at the provider, or the wait ran out."
        case .blocked:
            "Refused before anything was sent: blocked, not approved, stale, changed or planned."
        case .stopped: "Stopped before the end: breaker, deadline, an ended lane, or stop."
        case .locked: "Another process is sending on this audit database."
        case .differences: "Reconciliation found differences."
        case .auditInvalid: "The audit log does not verify."
        case .storage: "Storage: disk full or an I/O error."
        case .missedRun: "An expected run did not happen."
        }
    }

    /// What a person or a scheduler does about it.
    package var advice: String {
        switch self {
        case .done: "Nothing."
        case .internalError, .auditInvalid: "Stop and call."
        case .usage: "Mend what the message names."
        case .refusals, .doubt, .overdue, .differences: "A person looks today."
        case .blocked: "Look, then approve or mend."
        case .stopped, .locked, .storage: "Run it again later."
        case .missedRun: "Find out why the run did not start."
        }
    }

    /// The order in which codes win when several apply.
    package static let precedence: [ExitCode] = [
        .auditInvalid, .storage, .internalError, .stopped, .doubt, .refusals, .differences,
        .overdue,
    ]

    /// The one code that stands for all of `codes`.
    package static func worst(of codes: some Sequence<ExitCode>) -> ExitCode {
        let codes = Set(codes)
        return (precedence + [.locked, .blocked, .usage, .missedRun])
            .first(where: codes.contains) ?? .done
    }
}
