// SPDX-License-Identifier: MIT

import Job

/// A rule of the job as the plan uses it.
struct RuleText {
    let name: String
    let expression: String

    init(_ rule: Rule) { (name, expression) = (rule.name, rule.expression) }
}

extension Job {
    /// The rules of each account; those of the job itself where it has no account.
    var ruleTexts: [(account: String, due: [RuleText], hold: [RuleText], scope: String?)] {
        let sets = accounts.isEmpty ? [("", rules)] : accounts.map { ($0.name, $0.rules) }
        return sets.map { name, rules in
            (
                name, rules.due.map(RuleText.init), rules.hold.map(RuleText.init),
                rules.scope?.expression
            )
        }
    }
}
