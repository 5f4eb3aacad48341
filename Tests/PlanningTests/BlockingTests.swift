// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import Planning
import SQLite
import Testing

/// Limits, expectations and approval: such a plan is stored whole, with every reason.
struct BlockingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let job: String
        var rows = 4
        var cost = "10.50"
        var currency = "USD"
        var change: @Sendable (inout PlanRequest) -> Void = { _ in }
        let reasons: [String]
        var testDescription: String { name }
    }

    static let due = "rules: { due: \"1\" }"

    static let cases: [Case] = [
        Case(name: "nothing is exceeded", job: due, reasons: []),
        Case(
            name: "items, exactly at the limit", job: "\(due), limits: { items: 4 }", reasons: []),
        Case(
            name: "items over the limit", job: "\(due), limits: { items: 3 }",
            reasons: ["items: 4 planned, 3 allowed"]),
        Case(
            name: "a flag is stricter", job: due, change: { $0.tightening.items = 2 },
            reasons: ["items: 4 planned, 2 allowed"]),
        Case(
            name: "a flag cannot loosen", job: "\(due), limits: { items: 3 }",
            change: { $0.tightening.items = 1000 }, reasons: ["items: 4 planned, 3 allowed"]),
        Case(
            name: "a share counts from 20 rows on", job: due, rows: 20,
            reasons: ["share: 20 of 20 in scope, 50% allowed"]),
        Case(
            name: "value over the limit", job: "\(due), limits: { value: { USD: \"42\" } }",
            reasons: []),
        Case(
            name: "a cent over the limit", job: "\(due), limits: { value: { USD: \"41.99\" } }",
            reasons: ["value: USD 42.00 planned, 41.99 allowed"]),
        Case(
            name: "a currency without a limit while others have one",
            job: "\(due), limits: { value: { EUR: \"100\" } }",
            reasons: ["value: USD 42.00 planned, and no limit for it"]),
        Case(
            name: "more than one in twenty without a cost",
            job: "\(due), limits: { value: { USD: \"100\" } }", cost: "",
            reasons: ["value: 4 of 4 planned have no cost"]),
        Case(
            name: "fewer rows than expected", job: "\(due), expect: { rows: \">=100\" }",
            reasons: ["expected rows >=100, found 4"]),
        Case(
            name: "fewer due than expected", job: "\(due), expect: { due: \">=5\" }",
            reasons: ["expected due >=5, found 4"]),
        Case(
            name: "other rows than a flag expects", job: due,
            change: { $0.tightening.rows = 5 }, reasons: ["expected 5 rows, found 4"]),
        Case(
            name: "above approval", job: "\(due), approval: { above: { items: 3 } }",
            reasons: ["approval: 4 planned, above 3"]),
        Case(
            name: "every reason, not only the first",
            job: "\(due), limits: { items: 3 }, expect: { rows: \">=100\" }",
            reasons: ["items: 4 planned, 3 allowed", "expected rows >=100, found 4"]),
    ]

    @Test(arguments: cases)
    func `a plan is blocked with every reason and is stored`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let rows = (1...one.rows).map { "se-\($0),pending,\(one.cost),\(one.currency)\n" }
        let plan = try desk.plan(
            text: "id,status,cost,currency\n" + rows.joined(), try desk.job(one.job), one.change)
        #expect(plan.record.blockedBy == one.reasons)
        #expect(plan.record.counts.planned == Int64(one.rows))
        let status = try RunReader(desk.connection).status(plan.record.run)
        #expect(status == (one.reasons.isEmpty ? "planned" : "blocked"))
    }

    @Test
    func `limits hold for each account and for the run`() throws {
        let desk = try PlanningDesk()
        let accounts = """
            accounts: {
                "a": { provider: "shipstation", apiKey: "env:A", limits: { items: 1 } },
                "b": { provider: "shipstation", apiKey: "env:B" } }
            """
        let job = try desk.job("\(Self.due), limits: { items: 3 }", accounts: accounts)
        let plan = try desk.plan(
            text: "id,account\nse-1,a\nse-2,a\nse-3,b\nse-4,b\n", job)
        #expect(
            plan.record.blockedBy == [
                "items: 4 planned, 3 allowed", "items: 2 planned, 1 allowed (account a)",
            ])
    }

    @Test
    func `a page that says it is not everything blocks the plan`() throws {
        let desk = try PlanningDesk()
        let path = desk.write(
            """
            {"shipments":[{"shipment_id":"se-1","shipment_status":"pending"}],"total":2750,
             "page":1,"pages":110}
            """, "export.json")
        let plan = try desk.plan([path])
        let reason = try #require(plan.record.blockedBy.first)
        #expect(reason.contains("2,750") || reason.contains("2750"))
    }

    @Test
    func `an empty selection is a plan`() throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(text: "id,status\nse-1,shipped\n")
        #expect(plan.record.counts.planned == 0)
        #expect(plan.record.blockedBy == [])
    }

    @Test(arguments: [
        ("se-2,pending\nse-3", "the file ends in the middle of line 4"),
        ("se-2,pending\nse-3,\"pen", "the file ends inside the quote opened on line 4"),
    ])
    func `an export that ends within a row is cut`(_ end: String, _ why: String) throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(text: "id,status\nse-1,pending\n\(end)")
        #expect(plan.record.blockedBy == ["\(why): it is not the whole list"])
        #expect(plan.sources[0].notes == plan.record.blockedBy)
    }

    @Test(arguments: ["", "\n"])
    func `so is one of lines of JSON, unless the broken line has its end`(_ end: String) throws {
        let desk = try PlanningDesk()
        let text = #"{"id":"se-1","status":"pending"}"# + "\n" + #"{"id":"se-2","sta"# + end
        let plan = try desk.plan([desk.write(text, "export.ndjson")])
        let why = "the file ends in the middle of line 2: it is not the whole list"
        #expect(plan.record.blockedBy == (end.isEmpty ? [why] : []))
        #expect(plan.record.counts.unreadable == 1)
    }

    @Test func `a last row that is short and has its line end is only a row`() throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(text: "id,status\nse-1,pending\nse-2\n")
        #expect(plan.record.blockedBy == [])
    }
}
