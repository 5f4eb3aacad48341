// SPDX-License-Identifier: MIT

import Exports
import Model

/// One row of an export with what every rule said of it, and the values the rules saw.
struct RowTrial {
    struct RuleVerdict {
        let kind: String
        let rule: Rule
        let isTrue: Bool?
        /// The parts joined by AND, where there are several.
        let terms: [(text: String, isTrue: Bool?)]
        /// The columns the rule names, with what they hold in this row.
        let values: [(name: String, text: String)]
    }

    /// The export it stands in, counted from 0.
    let source: Int
    let path: String
    let line: Int
    let id: String
    let account: String
    /// Why no shipment can be read from it.
    let unreadable: String?
    /// What the rules alone came to.
    let verdict: Verdict
    let rules: [RuleVerdict]

    var isDue: Bool { if case .due = verdict { true } else { false } }

    /// The rules' decision in words.
    var words: String {
        switch verdict {
        case .unreadable: "unreadable: \(unreadable ?? "")"
        case .excluded(let why): "excluded: \(why.rawValue)"
        case .due(let rule, _): "due: \(dueName(rule))"
        case .unjudged: ""
        }
    }

    private func dueName(_ place: Int) -> String {
        let due = rules.filter { $0.kind == "due" }
        return due.indices.contains(place) ? due[place].rule.name : ""
    }
}

/// A rule set with all its parts as terms of one scan.
struct TrialRules {
    private struct Entry {
        let kind: String
        let rule: Rule
        let place: Int
        let terms: [(text: String, place: Int)]
        let columns: [String]
    }

    /// What to compile beside the rules.
    let terms: [Rule]
    private let entries: [Entry]

    init(_ rules: RuleSet, _ table: ExportTable) {
        let kinds =
            (rules.scope.map { [("scope", $0)] } ?? []) + rules.due.map { ("due", $0) }
            + rules.hold.map { ("hold", $0) }
        var terms: [Rule] = []
        var entries: [Entry] = []
        for (kind, rule) in kinds where terms.count < RuleSet.termsMax {
            let place = terms.count
            terms.append(rule)
            let parts = rule.terms.count > 1 ? rule.terms : []
            let room = RuleSet.termsMax - terms.count - kinds.count
            let shown = parts.count <= room ? parts : []
            let first = terms.count
            terms += shown.map { Rule(rule.name, $0) }
            entries.append(
                Entry(
                    kind: kind, rule: rule, place: place,
                    terms: shown.enumerated().map { ($0.element, first + $0.offset) },
                    columns: table.columnsNamed(by: rule)))
        }
        (self.terms, self.entries) = (terms, entries)
    }

    /// What every rule said of this row.
    func verdicts(on row: borrowing JudgedRow) -> [RowTrial.RuleVerdict] {
        var result: [RowTrial.RuleVerdict] = []
        for entry in entries {
            var terms: [(text: String, isTrue: Bool?)] = []
            for term in entry.terms { terms.append((term.text, row.term(term.place))) }
            var values: [(name: String, text: String)] = []
            for name in entry.columns { values.append((name, row.text(named: name) ?? "")) }
            result.append(
                RowTrial.RuleVerdict(
                    kind: entry.kind, rule: entry.rule, isTrue: row.term(entry.place),
                    terms: terms, values: values))
        }
        return result
    }
}
