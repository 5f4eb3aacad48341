// SPDX-License-Identifier: MIT

import Audit
import Model
import Planning
import Testing

/// The job's rules, tightened by the command line and never loosened.
struct ChoosingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var job = "rules: { due: { old: \"status = 'pending'\" } }"
        var accounts = PlanningDesk.standardAccounts
        let change: @Sendable (inout PlanRequest.Choice) -> Void
        let items: [String]
        var testDescription: String { name }
    }

    static let two = """
        accounts: {
            "a": { provider: "shipstation", apiKey: "env:A", rules: { due: { dear: "cost > 5" } } },
            "b": { provider: "shipstation", apiKey: "env:B", rules: { hold: { vip: "tags <> ''" } } },
        }
        """

    static let cases: [Case] = [
        Case(
            name: "--due chooses less than the job's rules, under their names",
            change: { $0.due = "cost > 5" }, items: ["se-1 planned: old"]),
        Case(
            name: "--due alone is the rule where the job has none", job: "limits: {}",
            change: { $0.due = "cost > 5" }, items: ["se-1 planned: --due", "se-3 planned: --due"]),
        Case(
            name: "--scope narrows", change: { $0.scope = "cost < 5" },
            items: ["se-2 planned: old"]),
        Case(
            name: "--scope and the job's scope both hold",
            job: "rules: { due: \"1\", scope: \"status = 'pending'\" }",
            change: { $0.scope = "cost < 5" }, items: ["se-2 planned: due"]),
        Case(
            name: "--hold adds a protection",
            change: { $0.hold = [("dear", "cost > 5")] },
            items: ["se-1 held: dear", "se-2 planned: old"]),
        Case(
            name: "--all-rows chooses every row where the job has no rule", job: "limits: {}",
            change: { $0.allRows = true },
            items: ["se-1 planned: all rows", "se-2 planned: all rows", "se-3 planned: all rows"]),
        Case(
            name: "each account has its own rules", accounts: two, change: { _ in },
            items: ["se-1 planned: dear", "se-2 held: vip"]),
    ]

    @Test(arguments: cases)
    func `what the job and the command line choose together`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let hasAccounts = one.accounts == Self.two
        let rows = ["se-1,pending,9,,a", "se-2,pending,1,vip,b", "se-3,shipped,9,,b"]
        let text = rows.map { row in
            hasAccounts
                ? row
                : row.split(separator: ",", omittingEmptySubsequences: false)
                    .dropLast().joined(separator: ",")
        }
        let header = "id,status,cost,tags" + (hasAccounts ? ",account" : "")
        let plan = try desk.plan(
            text: ([header] + text).joined(separator: "\n") + "\n",
            try desk.job(one.job, accounts: one.accounts)
        ) { one.change(&$0.choice) }
        let items = try desk.items(of: plan.record.run)
        #expect(items == one.items)
    }
}
