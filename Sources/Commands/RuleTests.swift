// SPDX-License-Identifier: MIT

import CommandLine
import Exports
import Job
import Model
import Planning

/// The rows of `ruleTests`, each with what the rules should make of it.
///
/// A column `_as_of` with a date in the first row fixes the day ages are counted to; without it
/// they are counted to today, and a test about age is right on one day only.
struct RuleTests {
    /// More failures than this are one mistake in the rules, not many.
    static let failuresShownMax = 20
    private static let expectations = ["planned", "held", "excluded", "unreadable"]

    private(set) var rows = 0
    private(set) var passed = 0
    private(set) var failures: [Problem] = []

    init(
        _ path: String, _ job: Job, _ zone: Zone, _ now: Timestamp, _ workplace: Workplace
    ) throws(Problem) {
        let asOf = try Self.day(path) ?? zone.day(of: now)
        let options = ExportOptions(job, account: nil, columns: [:], zone: zone, asOf: asOf)
        let table = try ExportTable(path, options)
        guard table.columnNames.contains(where: { $0.lowercased() == "_expect" }) else {
            throw Problem(
                .jobInvalid, "the rule tests have no column _expect", at: path,
                next: "add it: planned, held, excluded or unreadable in each row")
        }
        let request = PlanRequest(
            job: job, exports: [PlanExport(path)], asOf: asOf, zone: zone, now: now,
            actor: workplace.actor, host: Workplace.host)
        let namesAccounts = table.columns.fields.contains(.account)
        let rules = try Choosing(request).rules(account: namesAccounts ? nil : options.account)
        let compiled = try table.compile(rules)
        let holds = try job.holdList.map { path throws(Problem) in try HoldList(path, on: asOf) }
        let judge = RowJudge(job, holds, allowsNoAccount: job.accounts.isEmpty)
        var found = (rows: 0, passed: 0, failures: [Problem]())
        try table.scan(compiled) { row throws(Problem) in
            found.rows += 1
            let expected = (row.fault == nil ? row.text(named: "_expect") : nil) ?? ""
            let (side, why) = Self.side(of: row, compiled, judge)
            if expected.trimmingCharacters == side {
                found.passed += 1
            } else if found.failures.count < Self.failuresShownMax {
                found.failures.append(
                    Self.failure(
                        "\(path) line \(row.line)", expected.trimmingCharacters, side, why))
            }
        }
        (rows, passed, failures) = found
    }

    private static func failure(
        _ place: String, _ expected: String, _ side: String, _ why: String
    ) -> Problem {
        guard expectations.contains(expected) else {
            return Problem(
                .ruleInvalid, "_expect is “\(expected)”, which is none of the four", at: place,
                next: "write planned, held, excluded or unreadable")
        }
        return Problem(
            .ruleInvalid,
            "the rules make this row \(side)\(why.isEmpty ? "" : " (\(why))"), not \(expected)",
            at: place, next: "mend the rule or the test; rescind preview shows each term")
    }

    private static func side(
        of row: borrowing JudgedRow, _ compiled: CompiledRules, _ judge: RowJudge
    ) -> (String, String) {
        if let why = row.unreadable { return ("unreadable", why) }
        switch row.verdict {
        case .unreadable, .unjudged: return ("unreadable", "")
        case .excluded(let why): return ("excluded", why.rawValue)
        case .due(let rule, let held):
            switch judge.finding(of: row, compiled, held: held) {
            case .unreadable(let why): return ("unreadable", why)
            case .held(_, let reasons, _): return ("held", reasons.joined(separator: " · "))
            case .free: return ("planned", compiled.rules.due[rule].name)
            }
        }
    }

    /// The day that the column `_as_of` names.
    private static func day(_ path: String) throws(Problem) -> CivilDate? {
        let table = try ExportTable(path)
        var first: String?
        try table.scan { row throws(Problem) in
            if first == nil, row.fault == nil { first = row.text(named: "_as_of") ?? "" }
        }
        guard let text = first?.trimmingCharacters, !text.isEmpty else { return nil }
        guard let day = CivilDate(text) else {
            throw Problem(
                .jobInvalid, "_as_of must be a date such as 2026-11-20, not “\(text)”", at: path,
                next: "write the day on which the tests are true")
        }
        return day
    }
}

extension String {
    /// Without blanks at its ends, in lower case: what a person types into a cell.
    fileprivate var trimmingCharacters: String {
        split(separator: " ").joined(separator: " ").lowercased()
    }
}
