// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import SQLite
import Testing

@testable import Planning

/// The hold list wins over everything.
struct HoldListTests {
    static let job = "rules: { due: \"1\" }, holdList: \"holds.csv\""

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let list: String
        let items: [String]
        var unmatched: [String] = []
        var over: [JSON.Value] = []
        var testDescription: String { name }
    }

    static let free = ["se-1 planned: due", "se-2 planned: due"]
    static let cases: [Case] = [
        Case(name: "no entry", list: "id,reason,by,until\n", items: free),
        Case(
            name: "an id", list: "id,reason,by,until\nse-1,legal,ann,\n",
            items: ["se-1 held: hold list: legal", "se-2 planned: due"]),
        Case(
            name: "a reference, without a reason", list: "id\nA-2\n",
            items: ["se-1 planned: due", "se-2 held: hold list"]),
        Case(
            name: "a tracking number", list: "id;reason\n1Z1;lost\n",
            items: ["se-1 held: hold list: lost", "se-2 planned: due"]),
        Case(
            name: "a label", list: "id,reason\nse-l2,kept\n",
            items: ["se-1 planned: due", "se-2 held: hold list: kept"]),
        Case(
            name: "until is the last day it protects",
            list: "id,reason,by,until\nse-1,x,,2026-11-20\nse-2,x,,2026-11-19\n",
            items: ["se-1 held: hold list: x", "se-2 planned: due"],
            over: [["id": "se-2", "until": "2026-11-19"]]),
        Case(
            name: "what is over and held again is not over",
            list: "id,reason,by,until\nse-1,old,,2026-11-19\nSE-1,new,,\n",
            items: ["se-1 held: hold list: new", "se-2 planned: due"]),
        Case(
            name: "an id in capitals", list: "id\nSE-1\n",
            items: ["se-1 held: hold list", "se-2 planned: due"]),
        Case(
            name: "references and tracking numbers in small letters", list: "id\na-2\n1z1\n",
            items: ["se-1 held: hold list", "se-2 held: hold list"]),
        Case(
            name: "a label in capitals", list: "id\nSE-L2\n",
            items: ["se-1 planned: due", "se-2 held: hold list"]),
        Case(
            name: "an entry that protects nothing is named",
            list: "id\nse-1\nse-404\n",
            items: ["se-1 held: hold list", "se-2 planned: due"], unmatched: ["se-404"]),
    ]

    static let export = """
        id,status,order_number,tracking_number,label_id,label_status
        se-1,pending,A-1,1Z1,se-l1,voided
        se-2,pending,A-2,1Z2,se-l2,voided

        """

    @Test(arguments: cases)
    func `what the hold list protects`(_ one: Case) throws {
        let desk = try PlanningDesk()
        desk.write(one.list, "holds.csv")
        let plan = try desk.plan(text: Self.export, try desk.job(Self.job))
        let items = try desk.items(of: plan.record.run)
        #expect(items == one.items)
        let document = plan.record.plan
        #expect(document["holds_unmatched"] == .array(one.unmatched.map(JSON.Value.string)))
        #expect(document["holds_over"] == .array(one.over))
    }

    @Test(arguments: [
        "name,reason\nse-1,x\n", "id,until\nse-1,soon\n", "id,reason\nse-1,\"open\n", "",
        "id,id\nzz,se-1\n", "id,until,until\nse-1,,2020-01-01\n",
    ])
    func `a list that cannot be read is never "no holds"`(_ list: String) throws {
        let desk = try PlanningDesk()
        desk.write(list, "holds.csv")
        let found = try #require(
            problem { try desk.plan(text: Self.export, try desk.job(Self.job)) })
        #expect(found.exit == .usage)
        #expect(desk.runCount == 0)
    }

    @Test
    func `which of two columns of one name protects cannot be known`() throws {
        let desk = try PlanningDesk()
        desk.write("id,id\nzz,se-1\n", "holds.csv")
        let found = try #require(
            problem { try desk.plan(text: Self.export, try desk.job(Self.job)) })
        #expect(found.what == "two columns are called id")
        #expect(found.place?.hasSuffix("holds.csv line 1") == true)
    }

    @Test
    func `what the list protects by the time of apply is held`() throws {
        let desk = try PlanningDesk()
        desk.write("id\n", "holds.csv")
        let job = try desk.job(Self.job)
        let run = try desk.plan(text: Self.export, job).record.run
        desk.write("id,reason\n1z2,legal\n", "holds.csv")
        let holds = try #require(try HoldBack(job, at: desk.now))
        #expect(try holds.hold(run, at: desk.now, on: desk.connection) == 1)
        #expect(try holds.hold(run, at: desk.now, on: desk.connection) == 0)
        let states = try RunReader(desk.connection).states(run)
        #expect(states == [.planned: 1, .held: 1])
    }

    @Test
    func `a list that is gone by the time of apply ends it`() throws {
        let desk = try PlanningDesk()
        let job = try desk.job(Self.job)
        let found = try #require(problem { _ = try HoldBack(job, at: desk.now) })
        #expect(found.exit == .usage)
    }
}
