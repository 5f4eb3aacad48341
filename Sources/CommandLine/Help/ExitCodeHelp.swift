// SPDX-License-Identifier: MIT

import Model

/// What each exit code means and what to do about it, as a table for people.
package enum ExitCodeHelp {
    package static let topic = "exit-codes"

    /// Said where codes are listed; it is not one number.
    package static let signals = "Ended by signal n (130 Ctrl-C, 143 terminate); start it again."

    package static func lines(columns: Int) -> [Line] {
        let rows = ExitCode.allCases.flatMap { code in
            entry(String(code.rawValue), code.meaning, then: code.advice, columns: columns)
        }
        return [Line("How a command ends, and what to do about it", .strong), Line()]
            + rows + entry("128+n", signals, columns: columns)
            + [
                Line(),
                Line("When several apply, the first of these: \(precedence)."),
            ]
    }

    /// The codes a verb can end with.
    static func lines(of exits: [ExitCode], columns: Int) -> [Line] {
        exits.sorted { $0.rawValue < $1.rawValue }.flatMap { code in
            entry("  \(code.rawValue)", code.meaning, columns: columns)
        }
    }

    private static var precedence: String {
        ExitCode.precedence.map { String($0.rawValue) }.joined(separator: ", ")
    }

    /// A code with its meaning; the advice stands beside it, or below where it would be broken.
    private static func entry(
        _ code: String, _ meaning: String, then advice: String? = nil, columns: Int
    ) -> [Line] {
        let column = 7
        let texts = advice.map { [meaning, "→ \($0)"] } ?? [meaning]
        let fits = column + texts.joined(separator: " ").displayWidth <= columns
        let parts = (fits ? [texts.joined(separator: " ")] : texts).flatMap {
            wrapped($0, columns: columns - column)
        }
        return parts.enumerated().map { place, part in
            let head = place == 0 ? code : ""
            return Line(head.padded(toColumns: column), .strong) + Line(part)
        }
    }
}
