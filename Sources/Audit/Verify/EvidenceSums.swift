// SPDX-License-Identifier: MIT

import SQLite

/// What the indexes of the evidence must hold, as their tables say it.
struct EvidenceSums: Sendable {
    private(set) var requests = RowSum()
    private(set) var answers = RowSum()
    private(set) var verdicts = RowSum()

    mutating func add(_ row: borrowing Row, of table: EvidenceTable) {
        switch table {
        case .request: requests.add(row, Self.ofItem)
        case .answer: answers.add(row, Self.ofRequest)
        case .verdict: verdicts.add(row, Self.ofItem)
        // These are few: `PageCheck` has SQLite look at each of their rows.
        case .run, .act: break
        }
    }

    mutating func add(_ other: EvidenceSums) {
        requests.add(other.requests)
        answers.add(other.answers)
        verdicts.add(other.verdicts)
    }

    /// Run, number of the item, position.
    private static let ofItem = [1, 2, 0]
    /// Request, position.
    private static let ofRequest = [1, 0]
}
