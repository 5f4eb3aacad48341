// SPDX-License-Identifier: MIT

import CSQLite
package import Model

/// Rules as one statement that gives one number for each row.
///
/// SQL evaluates no more than it must: the hold rules only of rows that are due, a later due rule
/// only when no earlier one was true. CASE is documented to be lazy.
package final class CompiledRules {
    package let rules: RuleSet
    /// Expressions whose own verdict on every row is wanted besides, by their place.
    package let terms: [Rule]
    let statement: OpaquePointer?
    let engine: RuleEngine
    /// The columns that the rules look at.
    let reads: Set<String>

    static let holdBits: Int64 = 56
    private static let nestingMax = 4
    static let outOfScope: Int64 = -1
    static let notDue: Int64 = -2
    static let cannotTell: Int64 = -3

    init(
        _ rules: RuleSet, _ terms: [Rule], _ statement: OpaquePointer?, _ engine: RuleEngine,
        reads: Set<String>
    ) {
        self.rules = rules
        self.terms = terms
        self.engine = engine
        self.reads = reads
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    /// The names of the hold rules whose bits are set.
    package func holdNames(_ holds: UInt64) -> [String] {
        rules.hold.indices.filter { holds & 1 << UInt64($0) != 0 }.map { rules.hold[$0].name }
    }

    static func compile(
        _ rules: RuleSet, terms: [Rule], with compiler: RuleCompiler, engine: RuleEngine
    ) throws(RuleCompiler.Failure) -> CompiledRules {
        for rule in rules.all + terms { try compiler.check(rule) }
        guard rules.due.count <= RuleSet.dueRulesMax, rules.hold.count <= RuleSet.holdRulesMax,
            terms.count <= RuleSet.termsMax
        else {
            throw .problem(
                Problem(
                    .ruleInvalid,
                    "there are more than \(RuleSet.dueRulesMax) due rules, "
                        + "\(RuleSet.holdRulesMax) hold rules or \(RuleSet.termsMax) terms"))
        }
        let wanted = [decision(rules)] + terms.map(truth)
        let prepared = compiler.prepare("SELECT \(wanted.joined(separator: ", ")) FROM export")
        guard let statement = prepared.statement else {
            throw .problem(
                Problem(.ruleInvalid, "the rules are too large together: \(prepared.message)"))
        }
        return CompiledRules(
            rules, terms, statement, engine, reads: compiler.authorizer.reads)
    }
}

extension CompiledRules {
    private static func decision(_ rules: RuleSet) -> String {
        let due = chain(rules, from: 0)
        guard let scope = rules.scope else { return due }
        return "CASE \(truth(scope)) WHEN 1 THEN \(due) WHEN 0 THEN \(outOfScope) "
            + "ELSE \(cannotTell) END"
    }

    /// 1, 0, or 2 for NULL; a text is true as SQL has it.
    private static func truth(_ rule: Rule) -> String {
        "coalesce((\n\(rule.expression)\n) AND 1, 2)"
    }

    /// The due rules from `index` on, as long as none before was true or NULL.
    private static func chain(_ rules: RuleSet, from index: Int) -> String {
        guard index < rules.due.count else { return "\(notDue)" }
        guard index < nestingMax else { return flat(rules, from: index) }
        return "CASE \(truth(rules.due[index])) WHEN 1 THEN \(held(rules, index)) "
            + "WHEN 0 THEN \(chain(rules, from: index + 1)) "
            + "ELSE \(chainAfterNull(rules, from: index + 1)) END"
    }

    /// The same without nesting, which SQLite's parser allows only so deep: a row that is not due
    /// is asked twice.
    private static func flat(_ rules: RuleSet, from start: Int) -> String {
        let rest = rules.due.indices[start...]
        let cases = rest.map { "WHEN (\n\(rules.due[$0].expression)\n) THEN \(held(rules, $0))" }
        let nulls = rest.map { "(\n\(rules.due[$0].expression)\n) IS NULL" }
        return "CASE \(cases.joined(separator: " ")) "
            + "WHEN \(nulls.joined(separator: " OR ")) THEN \(cannotTell) ELSE \(notDue) END"
    }

    /// The same after a NULL: when no later rule is true, nobody can tell.
    private static func chainAfterNull(_ rules: RuleSet, from start: Int) -> String {
        guard start < rules.due.count else { return "\(cannotTell)" }
        let cases = (start..<rules.due.count).map {
            "WHEN (\n\(rules.due[$0].expression)\n) THEN \(held(rules, $0))"
        }
        return "CASE \(cases.joined(separator: " ")) ELSE \(cannotTell) END"
    }

    /// The rule's number above the bits of the hold rules that are true or NULL.
    private static func held(_ rules: RuleSet, _ index: Int) -> String {
        let number = Int64(index + 1) << holdBits
        let bits = rules.hold.enumerated().map {
            "(((\n\($1.expression)\n) IS NOT FALSE) << \($0))"
        }
        return ([String(number)] + bits).joined(separator: " + ")
    }
}
