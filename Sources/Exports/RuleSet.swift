// SPDX-License-Identifier: MIT

package import Model

/// Everything that decides about a row.
package struct RuleSet: Sendable, Equatable {
    package static let dueRulesMax = 60
    package static let holdRulesMax = 50
    package static let termsMax = 500

    /// What could be cancelled at all; nil is every row.
    package var scope: Rule?
    /// The first that is true is the reason.
    package var due: [Rule]
    /// All that are true, or NULL, are reasons to hold.
    package var hold: [Rule]

    package init(scope: Rule? = nil, due: [Rule], hold: [Rule] = []) {
        self.scope = scope
        self.due = due
        self.hold = hold
    }

    /// Scope, due rules and hold rules in their order.
    package var all: [Rule] { (scope.map { [$0] } ?? []) + due + hold }
}
