// SPDX-License-Identifier: MIT

import Model

@testable import Exports

/// One row as a test compares it.
struct Judged: Equatable, CustomStringConvertible {
    var line: Int
    /// `excluded: not due`, `due: NAME`, `due: NAME, held: A + B`, `unreadable: WHY`.
    var outcome: String
    var id: String

    init(_ line: Int, _ id: String, _ outcome: String) {
        self.line = line
        self.id = id
        self.outcome = outcome
    }

    init(_ row: borrowing JudgedRow, _ rules: CompiledRules?) {
        line = row.line
        id = row.id.text
        switch row.verdict {
        case .unreadable: outcome = "unreadable: \(row.unreadable ?? "no reason")"
        case .excluded(let why): outcome = "excluded: \(why.rawValue)"
        case .unjudged: outcome = "unjudged"
        case .due(let rule, let holds):
            let held = rules?.holdNames(holds) ?? []
            outcome =
                "due: \(rules?.rules.due[rule].name ?? "?")"
                + (held.isEmpty ? "" : ", held: \(held.joined(separator: " + "))")
        }
    }

    var description: String { "\(line) \(id) \(outcome)" }
}

func judge(
    _ content: String, name: String = "export.csv", due: [String: String] = ["all": "1"],
    hold: [(String, String)] = [], scope: String? = nil, options: ExportOptions = .test
) throws -> [Judged] {
    let rules = RuleSet(
        scope: scope.map { Rule("scope", $0) },
        due: due.sorted { $0.key < $1.key }.map { Rule($0.key, $0.value) },
        hold: hold.map { Rule($0.0, $0.1) })
    let file = TemporaryFile(content, name: name)
    let table = try ExportTable(file.path, options)
    let compiled = try table.compile(rules)
    var rows: [Judged] = []
    try table.scan(compiled) { row in rows.append(Judged(row, compiled)) }
    return rows
}

/// What a rule chooses: the ids of the due rows.
func chosen(
    _ expression: String, in content: String, name: String = "export.csv",
    options: ExportOptions = .test
) throws -> [String] {
    try judge(content, name: name, due: ["rule": expression], options: options)
        .filter { $0.outcome.hasPrefix("due") }.map(\.id)
}

/// What `read` makes of every row.
func rows<R>(
    of content: String, name: String = "export.csv", options: ExportOptions = .test,
    _ read: (borrowing JudgedRow) throws(Problem) -> R
) throws -> [R] {
    let file = TemporaryFile(content, name: name)
    let table = try ExportTable(file.path, options)
    var results: [R] = []
    try table.scan { row throws(Problem) in results.append(try read(row)) }
    return results
}

/// The columns that are understood, as `field` → names of the columns.
func columns(
    _ content: String, name: String = "export.csv", options: ExportOptions = .test
) throws -> Columns {
    let file = TemporaryFile(content, name: name)
    return try ExportTable(file.path, options).columns
}

extension ExportOptions {
    static var test: ExportOptions {
        var options = ExportOptions()
        options.asOf = CivilDate(year: 2026, month: 11, day: 20) ?? CivilDate(daysSinceEpoch: 0)
        return options
    }

    static func test(_ change: (inout ExportOptions) -> Void) -> ExportOptions {
        var options = ExportOptions.test
        change(&options)
        return options
    }
}
