// SPDX-License-Identifier: MIT

import Job

/// A rule of the job as the plan uses it.
struct RuleText {
    let name: String
    let expression: String

    init(_ rule: Rule) { (name, expression) = (rule.name, rule.expression) }
}

/// The rules that hold for the rows of one account.
struct AccountRules {
    let account: String
    let due: [RuleText]
    let hold: [RuleText]
    let scope: String?
}

extension Job {
    /// The rules of each account; those of the job itself where it has no account.
    var ruleTexts: [AccountRules] {
        let sets = accounts.isEmpty ? [("", rules)] : accounts.map { ($0.name, $0.rules) }
        return sets.map { name, rules in
            AccountRules(
                account: name, due: rules.due.map(RuleText.init),
                hold: rules.hold.map(RuleText.init), scope: rules.scope?.expression)
        }
    }
}
