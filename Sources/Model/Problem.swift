// SPDX-License-Identifier: MIT

/// The stable word that names a failure in `--json`.
package enum ErrorWord: String, CaseIterable, Sendable {
    case usage
    case jobInvalid = "job_invalid"
    case ruleInvalid = "rule_invalid"
    case exportMissing = "export_missing"
    case exportStale = "export_stale"
    case exportChanged = "export_changed"
    case jsonInvalid = "json_invalid"
    case notATable = "not_a_table"
    case blocked
    case notApproved = "not_approved"
    case alreadyPlanned = "already_planned"
    case locked
    case storage
    case auditInvalid = "audit_invalid"
    case `internal`

    /// The exit code this failure ends with.
    package var exit: ExitCode {
        switch self {
        case .usage, .jobInvalid, .ruleInvalid, .exportMissing, .jsonInvalid, .notATable: .usage
        case .exportStale, .exportChanged, .blocked, .notApproved, .alreadyPlanned: .blocked
        case .locked: .locked
        case .storage: .storage
        case .auditInvalid: .auditInvalid
        case .internal: .internalError
        }
    }
}

extension ErrorWord {
    /// What to do next where the problem itself knows nothing better.
    package var next: String {
        switch self {
        case .usage: "rescind help"
        case .jobInvalid, .ruleInvalid: "rescind check"
        case .exportMissing, .exportStale, .exportChanged, .jsonInvalid, .notATable:
            "rescind preview EXPORT"
        case .blocked, .notApproved, .alreadyPlanned: "rescind show last"
        case .locked: "rescind runs, then the same command again"
        case .storage: "df -h and ls -ld, then the same command again"
        case .auditInvalid: "rescind audit verify"
        case .internal: "rescind help exit-codes"
        }
    }
}

/// A failure as a person reads it: what happened, where, and the next command.
package struct Problem: Error, Equatable, Sendable {
    package var word: ErrorWord
    /// One sentence without a full stop: what happened.
    package var what: String
    /// Where: a file with line and field, an option, an account.
    package var place: String?
    /// What to do about it, usually a command that can be typed as it stands.
    package var next: String?

    package init(_ word: ErrorWord, _ what: String, at place: String? = nil, next: String? = nil) {
        self.word = word
        self.what = what
        // As a command line writes it, not as a person reads it.
        self.place = place == "-" ? "standard input" : place
        self.next = next
    }

    package var exit: ExitCode { word.exit }
}

extension Problem: CustomStringConvertible {
    package var description: String {
        (place.map { "\($0): " } ?? "") + what + (next.map { "\n  next: \($0)" } ?? "")
    }
}
