// SPDX-License-Identifier: MIT

import CSQLite
import Model
import Testing

@testable import Exports

struct RuleTests {
    static let table = """
        Shipment ID,Status,Created At,Label Cost,Currency,Tags,Weight,Ship To
        se-1,pending,2026-11-01T10:00:00Z,12.30,USD,vip,9,Austin
        se-2,Pending ,2026-11-19T10:00:00Z,5.00,USD,,10,Berlin
        se-3,cancelled,2026-10-01T10:00:00Z,,,gift,100,Cairo
        se-4,pending,,7.5,EUR,"a, vip",,Delhi
        se-5,pending,2026-11-13,100,USD,,2.5,Essen

        """

    @Test(arguments: [
        ("status = 'pending'", ["se-1", "se-2", "se-4", "se-5"]),
        ("status = 'pending' AND age_days >= 7", ["se-1", "se-5"]),
        ("cost > 7", ["se-1", "se-4", "se-5"]),
        ("cost IS NULL", ["se-3"]),
        ("tags LIKE '%vip%'", ["se-1", "se-4"]),
        ("num(weight) > 9", ["se-2", "se-3"]),
        ("num(\"Weight\") BETWEEN 2 AND 9", ["se-1", "se-5"]),
        ("day(created_at) < '2026-11-14'", ["se-1", "se-3", "se-5"]),
        ("\"Ship To\" IN ('Austin', 'Essen')", ["se-1", "se-5"]),
        ("currency = ''", ["se-3"]),
        ("created_at = ''", ["se-4"]),
        ("max(cost, 6) = 6", ["se-2"]),
        ("CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END", ["se-3"]),
        ("upper(substr(status, 1, 1)) = 'C'", ["se-3"]),
        ("id GLOB 'se-[12]'", ["se-1", "se-2"]),
        ("status = 'pending' -- and nothing else", ["se-1", "se-2", "se-4", "se-5"]),
        ("\"original.Status\" = 'Pending '", ["se-2"]),
        ("[Ship To] = 'Cairo' /* a note */", ["se-3"]),
        ("0", []),
    ])
    func `a rule chooses`(_ expression: String, _ ids: [String]) throws {
        #expect(try chosen(expression, in: Self.table) == ids)
    }

    @Test func `the first due rule that is true is the reason`() throws {
        let rows = try judge(
            Self.table,
            due: ["1 old": "age_days > 30", "2 dear": "cost >= 100", "3 any": "cost > 0"])
        #expect(
            rows.map(\.outcome) == [
                "due: 3 any", "due: 3 any", "due: 1 old", "due: 3 any", "due: 2 dear",
            ])
    }

    @Test func `a due rule that is NULL is not due, and a hold rule that is NULL holds`() throws {
        let rows = try judge(
            Self.table, due: ["rule": "age_days >= 7"],
            hold: [("dear", "cost > 50"), ("tagged", "tags <> ''")], scope: "status <> 'x'")
        #expect(
            rows.map(\.outcome) == [
                "due: rule, held: tagged", "excluded: not due",
                "due: rule, held: dear + tagged", "excluded: cannot tell",
                "due: rule, held: dear",
            ])
    }

    @Test func `scope is asked before the due rules`() throws {
        let rows = try judge(
            Self.table, due: ["rule": "cost > 6"], scope: "status = 'pending' AND cost < 50")
        #expect(
            rows.map(\.outcome) == [
                "due: rule", "excluded: not due", "excluded: out of scope", "due: rule",
                "excluded: out of scope",
            ])
        let unknown = try judge(Self.table, scope: "age_days > 0")
        #expect(unknown[3].outcome == "excluded: cannot tell")
    }

    @Test(arguments: [1, 5, 6, 7, 8, 20, 60])
    func `many due rules keep their order and their NULLs`(_ count: Int) throws {
        // Rule k is true for weight k, NULL for rows without a weight, false otherwise.
        let lines = (0..<count).map { "id-\($0),\($0)" } + ["id-none,", "id-other,999"]
        let text = "id,weight\n" + lines.joined(separator: "\n")
        var due: [String: String] = [:]
        for index in 0..<count {
            due["rule \(index + 100)"] = "num(weight) = \(index)"
        }
        let rows = try judge(text, due: due, hold: [("odd", "num(weight) % 2 = 1")])
        for index in 0..<count {
            let held = index % 2 == 1 ? ", held: odd" : ""
            #expect(rows[index].outcome == "due: rule \(index + 100)\(held)")
        }
        #expect(rows[count].outcome == "excluded: cannot tell")
        #expect(rows[count + 1].outcome == "excluded: not due")
    }

    @Test func `nested rules fit together`() throws {
        let nested =
            "CASE account WHEN 'a' THEN ((status = 'x' AND (cost > 1 OR (cost < 2 AND "
            + "((age_days > 3) OR (NOT (tags LIKE '%v%'))))))) ELSE (0) END"
        var due: [String: String] = [:]
        for index in 0..<30 {
            due["\(index + 10)"] = index == 29 ? "(\(nested)) IS NOT NULL" : nested
        }
        let options = ExportOptions.test { $0.account = "a" }
        let hold = (0..<10).map { ("hold \($0)", nested) }
        let rows = try judge(
            Self.table, due: due, hold: hold, scope: nested + " OR 1", options: options)
        #expect(rows.filter { $0.outcome == "due: 39" }.count >= 4)
    }

    @Test func `a NULL before a rule that is true does not hide it`() throws {
        let rows = try judge(
            "id,a,b\n1,,1\n2,,\n3,1,2\n", due: ["1": "num(a) = 1", "2": "num(b) = 1"])
        #expect(
            rows.map(\.outcome) == ["due: 2", "excluded: cannot tell", "due: 1"])
    }

    @Test func `terms give their own verdict on every row and decide nothing`() throws {
        let rule = Rule("old", "status = 'pending' AND age_days >= 7 AND cost > 20")
        let file = TemporaryFile(Self.table)
        let table = try ExportTable(file.path, .test)
        let terms = rule.terms.map { Rule($0, $0) }
        let compiled = try table.compile(RuleSet(due: [rule]), terms: terms)
        var seen: [String] = []
        try table.scan(compiled) { row in
            let verdicts = terms.indices.map { place in
                row.term(place).map { $0 ? "1" : "0" } ?? "?"
            }
            seen.append(verdicts.joined())
        }
        #expect(seen == ["110", "100", "01?", "1?0", "111"])
        #expect(table.columnsNamed(by: rule) == ["status", "age_days", "cost"])
    }

    @Test func `the values that a rule saw can be asked for`() throws {
        let values = try rows(of: Self.table) { row in
            ["status", "AGE_DAYS", "Ship To", "original.status"].map { row.text(named: $0) ?? "-" }
        }
        #expect(values[1] == ["pending", "1", "Berlin", "Pending "])
    }

    @Test func `SQL that does not come to an end is ended`() throws {
        let file = TemporaryFile(Self.table)
        let engine = try ExportTable(file.path, .test).readyEngine()
        // No rule may say this; with the authorizer away only the progress handler is left.
        sqlite3_set_authorizer(engine.database, nil, nil)
        let endless =
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
            + "SELECT count(*) FROM c"
        #expect(sqlite3_exec(engine.database, endless, nil, nil, nil) == SQLITE_INTERRUPT)
        #expect(engine.problem(SQLITE_INTERRUPT).what == "a rule does not come to an end")
    }

    @Test func `fifty hold rules are told apart`() throws {
        let hold = (0..<50).map { ("hold \($0)", "num(n) = \($0)") }
        let text = "id,n\n" + (0..<50).map { "x\($0),\($0)" }.joined(separator: "\n")
        let rows = try judge(text, hold: hold)
        #expect(rows.map(\.outcome) == (0..<50).map { "due: all, held: hold \($0)" })
    }
}

struct RuleRefusalTests {
    static func problem(
        _ expression: String, in content: String = RuleTests.table, name: String = "export.csv"
    ) -> Problem? {
        do {
            _ = try judge(content, name: name, due: ["my rule": expression])
            return nil
        } catch {
            return error as? Problem
        }
    }

    @Test(arguments: [
        ("statsu = 'pending'", "there is no column \"statsu\"; did you mean status?"),
        ("status = \"pending\"", "text stands in single quotes: 'pending'"),
        ("ship_date > ''", "this export has nothing for ship_date"),
        ("status = ", "syntax error"),
        ("", "the rule is empty"),
        ("(status = 'x'", "the ( is never closed"),
        ("status = 'x')", "there is a ) without a ("),
        ("1) FROM export; --", "there is a ) without a ("),
        ("1; SELECT 2", "one expression"),
        ("1, 2", "one expression"),
        ("status = 'x", "does not end"),
        ("status /* open", "does not end"),
        ("status = ?", "a parameter"),
        ("status = :name", "a parameter"),
        ("id IN (SELECT 1)", "SELECT is not for rules"),
        ("EXISTS (SELECT 1 FROM sqlite_schema)", "SELECT is not for rules"),
        ("id IN sqlite_schema", "IN wants a list in brackets"),
        ("id IN export", "IN wants a list in brackets"),
        ("printf('%.*c', 2000000000, 'x') <> ''", "the function printf() is not for rules"),
        ("format('%d', 1) <> ''", "the function format() is not for rules"),
        ("random() > 0", "the function random() is not for rules"),
        ("date('now') > created_at", "must give the same answer tomorrow"),
        ("CURRENT_TIMESTAMP > created_at", "must give the same answer tomorrow"),
        ("load_extension('x')", "the function load_extension() is not for rules"),
        ("sqlite_version() = 'x'", "the function sqlite_version() is not for rules"),
        ("count(*) > 1", "the function count() is not for rules"),
        ("sum(cost) > 1", "the function sum() is not for rules"),
        ("row_number() OVER () > 1", "the function row_number() is not for rules"),
        ("nmu(cost) > 1", "there is no function nmu(); did you mean num()?"),
        ("id MATCH 'x'", "not for rules"),
        ("id REGEXP 'x'", "there is no function REGEXP()"),
        ("(1, 2)", "row value misused"),
        ("RAISE(IGNORE)", "RAISE"),
    ])
    func `a rule that may not be is refused in words`(_ expression: String, _ part: String) {
        let problem = Self.problem(expression)
        #expect(problem?.word == .ruleInvalid)
        #expect(problem?.what.contains(part) == true, "\(problem.map { "\($0)" } ?? "accepted")")
        #expect(problem?.place?.hasPrefix("rule \"my rule\"") == true)
    }

    @Test func `an error in a rule shows the rule, the place and the columns there are`() {
        let problem = Self.problem("status = 'pending' AND agedays > 3")
        #expect(problem?.place == "rule \"my rule\" character 24: agedays > 3")
        #expect(problem?.what == "there is no column \"agedays\"; did you mean age_days?")
        #expect(
            problem?.next
                == "the columns are \"id\", \"status\", \"created_at\", \"age_days\", \"cost\", "
                + "\"currency\", \"tags\", \"Shipment ID\", \"original.Status\", \"Created At\", "
                + "\"Label Cost\", \"original.Currency\", \"original.Tags\", \"Weight\" and \"Ship To\""
        )
    }

    @Test(arguments: [
        "weight > 9", "9 < weight", "\"Weight\" = 9", "weight = -9", "(weight) <> 9.5",
        "weight BETWEEN 1 AND 5", "weight NOT BETWEEN 1 AND 5", "weight IN (1, 2)",
        "weight NOT IN ('a', 2)", "status IS 5", "status IS NOT 5", "status = 'x' AND id >= 1e3",
        "NOT weight = 9", "CASE WHEN weight = 9 THEN 1 END", "\"original.Tags\" == 1",
    ])
    func `text compared with a bare number is an error that says so`(_ expression: String) {
        let problem = Self.problem(expression)
        #expect(problem?.word == .ruleInvalid)
        #expect(problem?.what.contains("write num(") == true, "\(problem.map { "\($0)" } ?? "")")
    }

    @Test(arguments: [
        "cost > 9", "age_days BETWEEN 1 AND 5", "num(weight) > 9", "weight = '9'",
        "weight + 0 > 9", "length(status) > 3", "cost IN (1, 2)", "weight || '' = '9'",
        "9 = length(weight)", "(cost) > 9", "0 + weight = 9", "lower((weight)) = '9'",
        "instr(status, 'a') > 0 AND 1", "weight = 9 || ''",
    ])
    func `numbers compared with numbers and text with text are left alone`(_ expression: String) {
        #expect(Self.problem(expression) == nil)
    }

    @Test func `max and min of one value would judge all rows as one`() {
        let problem = Self.problem("cost = max(cost)")
        #expect(problem?.word == .ruleInvalid)
        #expect(problem?.what.contains("two values") == true)
    }

    @Test(arguments: [
        ("a = 1 AND b = 2", ["a = 1", "b = 2"]),
        ("a BETWEEN 1 AND 2 AND b", ["a BETWEEN 1 AND 2", "b"]),
        ("(a AND b) AND c", ["(a AND b)", "c"]),
        ("a AND b OR c", ["a AND b OR c"]),
        (
            "CASE WHEN a AND b THEN 1 END AND 'x and y' = d",
            ["CASE WHEN a AND b THEN 1 END", "'x and y' = d"]
        ),
        ("a", ["a"]),
    ])
    func `the terms of a rule are found`(_ expression: String, _ terms: [String]) {
        #expect(Rule("r", expression).terms == terms)
    }
}
