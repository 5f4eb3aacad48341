// SPDX-License-Identifier: MIT

import Audit
package import Model

/// Whether nothing was lost between the rows of the export and the ends of the items.
package struct TieOut: Sendable {
    /// One sum: what it should be, and what it is.
    package struct Check: Sendable, Equatable {
        package let what: String
        package let left: String
        package let right: String
        package var holds: Bool { left == right }
    }

    package private(set) var rows: [Check] = []
    package private(set) var money: [Check] = []

    package var failed: Check? { (rows + money).first { !$0.holds } }
    package var all: [Check] { rows + money }

    init(
        _ run: RunRecord, _ plan: PlanFacts, stored: [ItemState: StateSum],
        ends: [ItemState: StateSum]
    ) throws(Problem) {
        let counts = run.counts
        let classes = [
            counts.excluded, counts.planned, counts.held, counts.settled, counts.duplicate,
            counts.unreadable,
        ]
        check(
            "rows = excluded + planned + held + settled + duplicate + unreadable",
            counts.rows, classes.reduce(0, &+))
        for (name, count, state) in Self.kept(counts) {
            check("\(name) rows = \(name) items", count, stored[state]?.count ?? 0)
        }
        let ended = try ends.sum(ItemState.allCases)
        check("planned = the sum of its end states", counts.planned, ended.count)
        if !plan.reasons("excluded").isEmpty || counts.excluded == 0 {
            check(
                "excluded = the sum of its reasons", counts.excluded,
                plan.reasons("excluded").reduce(0) { $0 &+ $1.count })
        }
        if let value = plan.value { checkMoney("planned", value, ended.value) }
        for kind in ["held", "settled", "duplicate"] {
            guard let state = ItemState(rawValue: kind), let sum = stored[state] else { continue }
            var total = Totals()
            let reasons = plan.reasons(kind)
            guard !reasons.isEmpty, reasons.reduce(0, { $0 &+ $1.count }) == sum.count,
                reasons.allSatisfy({ total.add($0.value) })
            else { continue }
            checkMoney(kind, total, sum.value)
        }
    }

    /// A report that does not add up is not written.
    package func enforce(run: Int64) throws(Problem) {
        guard let failed else { return }
        throw Problem(
            .auditInvalid,
            "the report of run \(run) does not add up: \(failed.what): \(failed.left) is not "
                + failed.right,
            next: "rescind audit verify")
    }

    private static func kept(_ counts: RowCounts) -> [(String, Int64, ItemState)] {
        [
            ("planned", counts.planned, .planned), ("held", counts.held, .held),
            ("settled", counts.settled, .settled), ("duplicate", counts.duplicate, .duplicate),
            ("unreadable", counts.unreadable, .unreadable),
        ]
    }

    private mutating func check(_ what: String, _ left: Int64, _ right: Int64) {
        rows.append(Check(what: what, left: grouped(left), right: grouped(right)))
    }

    private mutating func checkMoney(_ kind: String, _ left: Totals, _ right: Totals) {
        for currency in Set(left.amounts.keys).union(right.amounts.keys).sorted() {
            let (first, second) = (left[currency] ?? .zero, right[currency] ?? .zero)
            money.append(
                Check(
                    what: kind == "planned"
                        ? "planned value = the value of its end states"
                        : "\(kind) value = the value of its items",
                    left: Self.canonical(first, currency), right: Self.canonical(second, currency)))
        }
    }

    /// 12.3 and 12.300 are one sum.
    private static func canonical(_ amount: Amount, _ currency: String) -> String {
        var (units, scale) = (amount.units, amount.scale)
        while scale > 2, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
        return Model.money(currency, Amount(units: units, scale: scale))
    }
}
