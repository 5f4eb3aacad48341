// SPDX-License-Identifier: MIT

package import Exports
import Formats
import Job
package import Model

/// The rules that hold for one plan: the job's, tightened by the command line.
package struct Choosing {
    private let job: [AccountRules]
    private let choice: PlanRequest.Choice
    private let hasList: Bool

    /// Whether anything says which shipments are due.
    package static func isPossible(_ request: PlanRequest) -> Bool {
        request.choice.allRows || request.choice.due != nil || request.only != nil
            || request.job.accountRules.contains { !$0.rules.due.isEmpty }
    }

    /// No rule at all is an error: an empty choice must never mean everything.
    package init(_ request: PlanRequest) throws(Problem) {
        job = request.job.accountRules
        choice = request.choice
        hasList = request.only != nil
        let hasRules = job.contains { !$0.rules.due.isEmpty }
        if choice.allRows, hasRules {
            throw Problem(
                .usage, "--all-rows would choose more than the job's rules do",
                next: "leave it out, or take another job file with --job FILE")
        }
        guard hasRules || hasList || choice.allRows || choice.due != nil else {
            throw Problem(
                .usage, "nothing says which shipments are due",
                next: "add rules.due to the job, or --due EXPR, or --all-rows")
        }
    }

    /// The rules for rows of one account, or of any where the rows say themselves.
    package func rules(account: String?) -> RuleSet {
        let job =
            job.contains { $0.account == account }
            ? job.filter { $0.account == account } : job
        var due = Self.merged(job.map { ($0.account, $0.rules.due) })
        if choice.allRows { due = [Rule("all rows", "1")] }
        if let expression = choice.due {
            due =
                due.isEmpty
                ? [Rule("--due", expression)]
                : due.map { Rule($0.name, "(\($0.expression)) AND (\(expression))") }
        }
        if due.isEmpty, hasList { due = [Rule("in the list", "1")] }
        // An account without a due rule has nothing due, whatever the others have.
        if due.isEmpty { due = [Rule("no rule", "0")] }
        let hold = Self.merged(job.map { ($0.account, $0.rules.hold) })
        return RuleSet(
            scope: Self.scope(
                job.map { ($0.account, $0.rules.scope?.expression) }, and: choice.scope),
            due: due, hold: hold + choice.hold.map { Rule($0.name, $0.expression) })
    }

    /// One list of named rules for all accounts; where accounts differ, the row's account decides.
    private static func merged(
        _ sets: [(account: String, rules: [Rule])]
    ) -> [Rule] {
        var names: [String] = []
        for set in sets {
            for rule in set.rules where !names.contains(rule.name) { names.append(rule.name) }
        }
        return names.map { name in
            let all = sets.map { set in
                (set.account, set.rules.first { $0.name == name }?.expression)
            }
            return Rule(name, byAccount(all, otherwise: "0"))
        }
    }

    private static func scope(
        _ sets: [(account: String, expression: String?)], and extra: String?
    ) -> Rule? {
        let job = sets.contains { $0.expression != nil } ? byAccount(sets, otherwise: "1") : nil
        switch (job, extra) {
        case (nil, nil): return nil
        case (let one?, nil), (nil, let one?): return Rule("scope", one)
        case (let one?, let two?): return Rule("scope", "(\(one)) AND (\(two))")
        }
    }

    /// The expression itself where all accounts share it, else one branch for each account.
    private static func byAccount(
        _ all: [(account: String, expression: String?)], otherwise: String
    ) -> String {
        let distinct = Set(all.map(\.expression))
        if distinct.count == 1, let only = all.first?.expression { return only }
        let branches = all.map { account, expression in
            let quoted = account.replacing("'", with: "''")
            return "WHEN '\(quoted)' THEN (\(expression ?? otherwise))"
        }
        return "CASE account \(branches.joined(separator: " ")) ELSE \(otherwise) END"
    }

    /// The rules as they are stored with the plan.
    var stored: JSON.Value { rules(account: nil).stored }
}

/// The rules that hold for the rows of one account.
private struct AccountRules {
    let account: String
    let rules: Rules
}

extension Job {
    /// The rules of each account; those of the job itself where it has no account.
    fileprivate var accountRules: [AccountRules] {
        guard !accounts.isEmpty else { return [AccountRules(account: "", rules: rules)] }
        return accounts.map { AccountRules(account: $0.name, rules: $0.rules) }
    }
}

extension RuleSet {
    /// The rules as a plan keeps them.
    var stored: JSON.Value {
        func list(_ rules: [Rule]) -> JSON.Value {
            .object(rules.map { JSON.Member($0.name, .string($0.expression)) })
        }
        return [
            "scope": scope.map { .string($0.expression) } ?? .null,
            "due": list(due), "hold": list(hold),
        ]
    }
}
