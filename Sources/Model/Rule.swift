// SPDX-License-Identifier: MIT

/// A named SQL expression over the columns of an export.
package struct Rule: Sendable, Equatable {
    package var name: String
    package var expression: String
    /// Where a person finds it: `rescind.json5 line 12, rules.due.stale a week`; empty where no
    /// file says it.
    package var place: String

    package init(_ name: String, _ expression: String, place: String = "") {
        self.name = name
        self.expression = expression
        self.place = place
    }
}
