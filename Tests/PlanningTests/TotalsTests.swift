// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Model
import Planning
import Testing

/// Money is added up exactly: 30,000 rows by default, as many as `RESCIND_ROWS` says otherwise.
struct TotalsTests {
    static let rows = getenv("RESCIND_ROWS").flatMap { Int(String(cString: $0)) } ?? 30_000

    @Test
    func `totals are right to the cent for each currency, account and reason`() throws {
        var cents: [String: Int] = [:]
        var text = "id,status,cost,currency\n"
        for number in 1...Self.rows {
            let cost = number &* 7919 % 300_001
            let currency = ["USD", "EUR", "GBP"][number % 3]
            let isDue = number % 4 != 0
            text += "se-\(number),\(isDue ? "pending" : "shipped"),"
            text += "\(cost / 100).\(cost % 100 < 10 ? "0" : "")\(cost % 100),\(currency)\n"
            cents["\(currency) \(isDue)", default: 0] += cost
        }
        let desk = try PlanningDesk()
        let plan = try desk.plan(
            text: text, try desk.job("rules: { due: \"status = 'pending'\" }, limits: {}"))
        let excluded = plan.tally.reasons.first { $0.key.kind == .excluded }?.value.value
        for currency in ["USD", "EUR", "GBP"] {
            let due = Amount(units: Int128(cents["\(currency) true"] ?? 0), scale: 2)
            let rest = Amount(units: Int128(cents["\(currency) false"] ?? 0), scale: 2)
            #expect(plan.tally.value[currency] == due)
            #expect(plan.tally.planned["us-store"]?.value[currency] == due)
            #expect(excluded?[currency] == rest)
        }
        #expect(plan.record.counts.addUp)
    }
}
