// SPDX-License-Identifier: MIT

import CSQLite
import Model

/// Makes SQL statements of rules, and says in words what is wrong with them.
struct RuleCompiler {
    static let expressionBytesMax = 20_000
    private static let opening = "SELECT (\n"

    let database: OpaquePointer
    let layout: TableLayout
    let authorizer: RuleAuthorizer
    /// Canonical fields that this export does not have.
    let missing: Set<String>

    /// A column that no export's beginning had; a JSON export may have it further on.
    struct UnknownColumn: Error {
        var name: String
        var problem: Problem
    }

    enum Failure: Error {
        case unknownColumn(UnknownColumn)
        case problem(Problem)

        var problem: Problem {
            switch self {
            case .unknownColumn(let column): column.problem
            case .problem(let problem): problem
            }
        }
    }

    /// Checks one rule by itself, so that what is wrong is told of this rule and this place.
    func check(_ rule: Rule) throws(Failure) {
        guard rule.expression.utf8.count <= Self.expressionBytesMax else {
            throw .problem(
                problem(rule, "the rule is longer than \(Self.expressionBytesMax) bytes", nil))
        }
        if let finding = lint(rule).finding() {
            throw .problem(problem(rule, finding.what, finding.range.lowerBound))
        }
        let sql = "\(Self.opening)\(rule.expression)\n) FROM export"
        let prepared = prepare(sql)
        defer { sqlite3_finalize(prepared.statement) }
        if prepared.statement == nil { throw failure(of: rule, prepared) }
        guard sqlite3_column_count(prepared.statement) == 1 else {
            throw .problem(problem(rule, "a rule is one expression", nil))
        }
    }

    func lint(_ rule: Rule) -> RuleLint {
        RuleLint(rule.expression) { name in
            switch layout.column(named: name) {
            case nil: nil
            case .original: true
            case .field(let field): !field.isNumber
            }
        }
    }
}

extension RuleCompiler {
    struct Prepared {
        var statement: OpaquePointer?
        var message = ""
        var offset = -1
    }

    func prepare(_ sql: String) -> Prepared {
        var result = Prepared()
        authorizer.reset()
        let code = sqlite3_prepare_v3(
            database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &result.statement, nil)
        if code != SQLITE_OK {
            result.message = String(cString: sqlite3_errmsg(database))
            result.offset = Int(sqlite3_error_offset(database))
        }
        return result
    }

    private func failure(of rule: Rule, _ prepared: Prepared) -> Failure {
        let offset = prepared.offset - Self.opening.utf8.count
        let place = offset >= 0 && offset <= rule.expression.utf8.count ? offset : nil
        if let refusal = authorizer.refusal { return .problem(problem(rule, refusal, place)) }
        if let name = Self.rest(of: prepared.message, after: "no such column: ") {
            return .unknownColumn(
                UnknownColumn(
                    name: name,
                    problem: problem(rule, noColumn(name, in: rule), place, listsColumns: true)))
        }
        if let name = Self.rest(of: prepared.message, after: "no such function: ") {
            let near = nearest(to: name, among: RuleAuthorizer.functions)
            let hint = near.map { "; did you mean \($0)()?" } ?? ""
            return .problem(problem(rule, "there is no function \(name)()\(hint)", place))
        }
        return .problem(problem(rule, prepared.message, place))
    }

    private static func rest(of message: String, after start: String) -> String? {
        message.hasPrefix(start) ? String(message.dropFirst(start.utf8.count)) : nil
    }

    private func noColumn(_ name: String, in rule: Rule) -> String {
        if name.lowercased() == CanonicalField.ageDays.rawValue, missing.contains("created_at") {
            return "this export has nothing for created_at, which age_days is counted from"
        }
        if missing.contains(name.lowercased()) {
            return "this export has nothing for \(name.lowercased())"
        }
        let near = nearest(to: name, among: layout.names).map { "; did you mean \($0)?" } ?? ""
        let isQuoted = SQLLexer.tokens(of: rule.expression)
            .contains { $0.kind == .name && $0.text == name }
        let quotes = isQuoted ? "; text stands in single quotes: '\(name)'" : ""
        return "there is no column \"\(name)\"\(near)\(quotes)"
    }

    /// - Parameter place: the byte of the expression, counted from 0; nil when it is not known.
    func problem(
        _ rule: Rule, _ what: String, _ place: Int?, listsColumns: Bool = false
    ) -> Problem {
        let bytes = Array(rule.expression.utf8)
        let character = place.map {
            String(decoding: bytes[..<min($0, bytes.count)], as: UTF8.self).unicodeScalars.count + 1
        }
        let excerpt = place.map {
            let rest = String(decoding: bytes[min($0, bytes.count)...], as: UTF8.self)
            return rest.isEmpty ? "" : ": \(rest.shortened)"
        }
        return Problem(
            .ruleInvalid, what,
            at: "rule \"\(rule.name)\""
                + (character.map { " character \($0)\(excerpt ?? "")" } ?? ""),
            next: listsColumns ? "the columns are \(layout.names.quotedList())" : nil)
    }
}
