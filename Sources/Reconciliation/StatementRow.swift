// SPDX-License-Identifier: MIT

package import Model

/// One line of an account's month; every form of the statement shows these, in this order.
package struct StatementRow: Sendable, Equatable {
    package enum Line: String, CaseIterable, Sendable {
        case opening = "expected at the start"
        case voided = "voided and approved"
        case neverCharged = "never charged"
        case credited = "credited"
        case writtenOff = "written off"
        case withdrawn = "not cancelled after all"
        case closing = "expected at the end"
        case aged = "of that, by age"
        case unexpectedOpening = "unexpected at the start"
        case unexpected = "unexpected credits"
        case explained = "unexpected, now explained"
        case unexpectedClosing = "unexpected at the end"

        /// Whether it says how things stand, and not what happened.
        package var isBalance: Bool {
            switch self {
            case .opening, .closing, .unexpectedOpening, .unexpectedClosing: true
            default: false
            }
        }
    }

    package let line: Line
    /// The invoice, who wrote it off, or the age.
    package var detail = ""
    package let amount: Amount
    package var count: Int64?
}

extension StatementAccount {
    package var rows: [StatementRow] {
        [
            StatementRow(line: .opening, amount: opening),
            StatementRow(line: .voided, amount: voided, count: voidedCount),
            StatementRow(line: .neverCharged, amount: neverCharged),
        ]
            + parted(.credited, invoices) + parted(.writtenOff, writtenOffBy)
            + [
                StatementRow(line: .withdrawn, amount: withdrawn),
                StatementRow(line: .closing, amount: closing),
            ]
            + Age.allCases.compactMap { age in
                ages[age].map { StatementRow(line: .aged, detail: age.rawValue, amount: $0) }
            }
            + [
                StatementRow(line: .unexpectedOpening, amount: unexpectedOpening),
                StatementRow(line: .unexpected, amount: unexpected),
                StatementRow(line: .explained, amount: explained),
                StatementRow(line: .unexpectedClosing, amount: unexpectedClosing),
            ]
    }

    /// One row a part, so that the rows of a line come to its sum; one of zero where there is none.
    private func parted(_ line: StatementRow.Line, _ parts: [String: Amount]) -> [StatementRow] {
        if parts.isEmpty { return [StatementRow(line: line, amount: .zero)] }
        return parts.sorted { $0.key < $1.key }.map {
            StatementRow(line: line, detail: $0.key, amount: $0.value)
        }
    }
}
