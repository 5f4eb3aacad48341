// SPDX-License-Identifier: MIT

import Exports
import Model

/// Decides about one row after the other: rules, list, hold list, preconditions, earlier runs.
final class RowDecider {
    /// Lines of the hold list that protected something.
    private(set) var matchedHolds: Set<Int> = []
    private let compiled: CompiledRules
    private let judge: RowJudge
    /// Whether the plan is about a row: `--only` and retry leave others out.
    private let listed: (borrowing JudgedRow) -> Bool
    private let settled: Settled
    private let madeAt: Timestamp

    init(
        _ compiled: CompiledRules, _ judge: RowJudge,
        listed: @escaping (borrowing JudgedRow) -> Bool, _ settled: Settled, madeAt: Timestamp
    ) {
        self.compiled = compiled
        self.judge = judge
        self.listed = listed
        self.settled = settled
        self.madeAt = madeAt
    }

    /// What becomes of a row, whether it is listed or not.
    func decision(on row: borrowing JudgedRow) throws -> RowDecision {
        switch row.verdict {
        case .unreadable: .unreadable(row.unreadable ?? "the row cannot be read")
        case .excluded(let why): .excluded(Excluded(why))
        case .unjudged: .excluded(.notDue)
        case .due(let rule, let held): try due(row, rule, held)
        }
    }

    /// What becomes of a row that stands for its shipment alone.
    func decisionIfListed(on row: borrowing JudgedRow) throws -> RowDecision {
        if case .due = row.verdict, !isListed(row) { return .excluded(.notInList) }
        return try decision(on: row)
    }

    func isListed(_ row: borrowing JudgedRow) -> Bool { listed(row) }

    private func due(
        _ row: borrowing JudgedRow, _ rule: Int, _ held: UInt64
    ) throws -> RowDecision {
        switch judge.finding(of: row, compiled, held: held) {
        case .unreadable(let why): return .unreadable(why)
        case .held(let id, let reasons, let entry):
            settled.meet(id, of: row.provider)
            if let entry { matchedHolds.insert(entry) }
            return .item(id: id, state: .held, reason: reasons.joined(separator: " · "))
        case .free(let id):
            settled.meet(id, of: row.provider)
            if let reason = try settled.reason(row.bytes(.account), id, madeAt: madeAt) {
                return .item(id: id, state: .settled, reason: reason)
            }
            return .item(id: id, state: .planned, reason: compiled.rules.due[rule].name)
        }
    }
}

extension PlanRequest {
    /// Whether the plan is about this row.
    func isListed(_ row: borrowing JudgedRow) -> Bool {
        if let only, !only.holds(row) { return false }
        guard let retry else { return true }
        guard case .success(let id)? = row.checkedID() else { return false }
        return retry.holds(id, of: row.text(.account))
    }
}
