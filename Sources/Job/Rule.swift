// SPDX-License-Identifier: MIT

/// A named SQL expression over the columns of an export, with the place it was written at.
package struct Rule: Sendable, Equatable {
    package let name: String
    package let expression: String
    /// Where a person finds it: `rescind.json5 line 12, rules.due.stale a week`, or an option.
    package let place: String

    package init(name: String, expression: String, place: String) {
        self.name = name
        self.expression = expression
        self.place = place
    }
}
