// SPDX-License-Identifier: MIT

import Exports
import Model
import Planning

/// What one reading of an export shows a person: counts, values, examples of each side.
final class PreviewScan {
    static let examplesMax = 10
    /// Distinct statuses that are counted; an export with more has something else in that column.
    static let statusesMax = 1000

    /// Where a row falls.
    enum Side: String, CaseIterable {
        case planned, held, excluded, unreadable
    }

    /// One part of a due rule, and how many rows of the scope it lets pass.
    struct TermCount {
        let rule: String
        let term: Rule
        var isTrue = 0
        var isFalse = 0
        var isUnclear = 0
        /// Rows that would be due without this term.
        var alone = 0
    }

    /// A row as an example of its side.
    struct Example {
        let line: Int
        let id: String
        let status: String
        let age: Int64?
        let cost: String
        let reference: String
        let reason: String
    }

    /// What judges the rows.
    struct Judging {
        let compiled: CompiledRules
        let only: OnlyList?
        let judge: RowJudge
    }

    let table: ExportTable
    /// When the export was made, where the command line says so.
    var exportedAt: Timestamp?
    let rules: RuleSet?
    /// Why the rules there are cannot judge this file.
    let problem: Problem?
    private(set) var rows = 0
    private(set) var reasons: [Side: [String: Bucket]] = [:]
    private(set) var sides: [Side: Bucket] = [:]
    private(set) var due = Bucket()
    private(set) var dueReasons: [String: Bucket] = [:]
    private(set) var examples: [Side: [Example]] = [:]
    private(set) var statuses: [String: Int] = [:]
    private(set) var otherStatuses = 0
    private(set) var samples: [CanonicalField: String] = [:]
    private(set) var terms: [TermCount]
    private var unseen: [CanonicalField]
    private var finder = RepeatFinder()

    init(_ table: ExportTable, _ rules: RuleSet? = nil, problem: Problem? = nil) {
        self.problem = problem
        self.table = table
        self.rules = rules
        terms = rules.map(Self.terms) ?? []
        unseen = CanonicalField.allCases.filter {
            table.columns[$0] != nil || $0 == .ageDays && table.columns[.createdAt] != nil
        }
    }

    /// When somebody, or the file itself, says it was made.
    var saidAt: Timestamp? { exportedAt ?? table.pages.exportedAt }

    /// Shipments that stand in several rows; the plan judges their rows together.
    private(set) var repeatedCount = 0

    /// The terms of every due rule, in their order.
    static func terms(of rules: RuleSet) -> [TermCount] {
        rules.due.flatMap { rule in
            rule.terms.map { TermCount(rule: rule.name, term: Rule(rule.name, $0)) }
        }
    }

    /// Reads the export to its end; without anything that judges, only its columns are shown.
    func read(_ judging: Judging?) throws(Problem) {
        try table.scan(judging?.compiled) { row throws(Problem) in
            self.rows += 1
            try self.sample(row)
            if row.fault == nil { self.countStatus(row.text(.status)) }
            let (side, reason) = self.side(of: row, judging)
            try self.count(row, side, reason)
            if row.unreadable == nil { try self.finder.insert(row.identity) }
        }
        repeatedCount = try finder.finish()
    }
}

// MARK: One row
extension PreviewScan {
    private func side(
        of row: borrowing JudgedRow, _ judging: Judging?
    ) -> (Side, String) {
        if let why = row.unreadable { return (.unreadable, why) }
        guard let judging else { return (.excluded, "") }
        switch row.verdict {
        case .unreadable: return (.unreadable, "the row cannot be read")
        case .unjudged: return (.excluded, "")
        case .excluded(let why):
            if why != .outOfScope { countTerms(row) }
            return (.excluded, why.rawValue)
        case .due(let rule, let held):
            countTerms(row)
            if let only = judging.only, !only.holds(row) {
                return (.excluded, "not in the list")
            }
            return chosen(row, judging, rule, held)
        }
    }

    private func chosen(
        _ row: borrowing JudgedRow, _ judging: Judging, _ rule: Int, _ held: UInt64
    ) -> (Side, String) {
        let name = judging.compiled.rules.due[rule].name
        switch judging.judge.finding(of: row, judging.compiled, held: held) {
        case .unreadable(let why): return (.unreadable, why)
        case .held(_, let reasons, _):
            addDue(row, name)
            return (.held, reasons.joined(separator: " · "))
        case .free:
            addDue(row, name)
            return (.planned, name)
        }
    }

    private func addDue(_ row: borrowing JudgedRow, _ name: String) {
        due.add(row.cost, row.currency)
        let group = dueReasons[name] ?? Bucket()
        dueReasons[name] = group
        group.add(row.cost, row.currency)
    }

    private func count(_ row: borrowing JudgedRow, _ side: Side, _ reason: String) throws(Problem) {
        guard rules != nil || side == .unreadable else { return }
        let bucket = sides[side] ?? Bucket()
        sides[side] = bucket
        bucket.add(row.cost, row.currency)
        let name = side == .unreadable ? "unreadable" : reason
        let group = reasons[side]?[name] ?? Bucket()
        reasons[side, default: [:]][name] = group
        group.add(row.cost, row.currency)
        if examples[side, default: []].count < Self.examplesMax {
            examples[side, default: []].append(try example(row, reason))
        }
    }

    private func example(
        _ row: borrowing JudgedRow, _ reason: String
    ) throws(Problem) -> Example {
        // Of a row that cannot be taken apart no field may be shown: it could be another's.
        guard row.fault == nil else {
            return Example(
                line: row.line, id: "", status: "", age: nil, cost: "", reference: "",
                reason: reason)
        }
        let currency = String(decoding: row.currency, as: UTF8.self)
        let cost = row.text(.cost)
        return Example(
            line: row.line, id: String(decoding: row.id, as: UTF8.self), status: row.text(.status),
            age: try row.ageDays(),
            cost: row.cost.map { money(currency, $0) } ?? cost,
            reference: row.text(.reference), reason: reason)
    }
}

// MARK: Columns and terms
extension PreviewScan {
    private func sample(_ row: borrowing JudgedRow) throws(Problem) {
        guard !unseen.isEmpty, row.fault == nil else { return }
        for field in unseen {
            let text =
                field == .ageDays
                ? try row.ageDays().map { String($0) } ?? "" : row.text(field)
            if !text.isEmpty { samples[field] = text }
        }
        unseen.removeAll { samples[$0] != nil }
    }

    private func countStatus(_ status: String) {
        if statuses[status] == nil, statuses.count >= Self.statusesMax {
            otherStatuses += 1
        } else {
            statuses[status, default: 0] += 1
        }
    }

    private func countTerms(_ row: borrowing JudgedRow) {
        var start = 0
        while start < terms.count {
            var end = start
            var misses: [Int] = []
            while end < terms.count, terms[end].rule == terms[start].rule {
                switch row.term(end) {
                case true?: terms[end].isTrue += 1
                case false?:
                    terms[end].isFalse += 1
                    misses.append(end)
                case nil:
                    terms[end].isUnclear += 1
                    misses.append(end)
                }
                end += 1
            }
            if misses.count == 1, let only = misses.first { terms[only].alone += 1 }
            start = end
        }
    }
}
