// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite
import Testing

/// What an apply begins with: where the planned items of a run stand, and in which order they go.
@Suite struct SendPlanTests {
    @Test func `items go as they stand where no order says otherwise`() throws {
        let night = try Night()
        let run = try night.plan(items: 11)
        try night.cancel(3, run: run)
        let plan = try SendPlan(run: run, night.connection)
        #expect(plan.order(of: "us-store") == [1, 2, 4, 6, 7, 8, 9, 11], "5 and 10 are held")
        #expect(plan.order(of: "another") == [])
    }

    /// The keys are compared byte by byte, as SQLite sorts them: é comes after z.
    @Test(arguments: [
        (["a", "b", "b", "c"], [1, 2, 3, 4]), (["c", "a", "b", "a"], [2, 4, 3, 1]),
        (["b", "", "b", ""], [2, 4, 1, 3]), (["z", "\u{e9}", "zz", "z"], [1, 4, 3, 2]),
    ])
    func `items go by their keys, and those of one key as they stand`(
        keys: [String], order: [Int64]
    ) throws {
        let night = try Night()
        let run = try night.plan(items: 4) { $0.sort = keys[Int($0.no) - 1] }
        let plan = try SendPlan(run: run, night.connection)
        #expect(plan.order(of: "us-store") == order)
    }

    @Test func `each account has its own order and its own states`() throws {
        let night = try Night()
        let run = try night.plan(items: 9) { item in
            item.account = item.no.isMultiple(of: 2) ? "even" : "odd"
            item.sort = item.no.isMultiple(of: 2) ? "\(9 - item.no)" : ""
        }
        try night.connection.run(
            """
            INSERT INTO item_state
                (run, no, account, shipment_id, state, reason, code, attempts, claims)
            VALUES (?, 4, 'even', 'x', 'sending', '', '', 1, 1), (?, 7, 'odd', 'y', 'held', '', '', 0, 0)
            """, run, run)
        var seen: [String] = []
        let plan = try SendPlan(run: run, night.connection) { item in
            seen.append("\(item.account) \(item.state) \(item.cost ?? "-") \(item.currency)")
        }
        #expect(plan.accounts == ["even", "odd"])
        #expect(plan.order(of: "even") == [8, 6, 2])
        #expect(plan.order(of: "odd") == [1, 3, 9])
        #expect(
            plan.statesByAccount.map(\.states) == [
                [.planned: 3, .sending: 1], [.planned: 3, .held: 1],
            ])
        #expect(seen.count == 8)
        #expect(seen[2...3] == ["odd planned 12.30 USD", "even sending 12.30 USD"])
    }

    @Test func `it is read again once anything was put on record`() throws {
        let night = try Night()
        let run = try night.plan(items: 3)
        let plan = try SendPlan(run: run, night.connection)
        #expect(try plan.upToDate(night.connection).order(of: "us-store") == [1, 2, 3])
        try night.cancel(2, run: run)
        #expect(plan.order(of: "us-store") == [1, 2, 3])
        #expect(try plan.upToDate(night.connection).order(of: "us-store") == [1, 3])
    }

    /// Rows that stand together are walked through, others searched: what comes is the same.
    @Test(arguments: [1, 3, 40], [2, 9])
    func `a queue gives each item once, in its order, page by page`(
        page: Int, accounts: Int64
    ) throws {
        let night = try Night()
        let run = try night.plan(items: 60) { item in
            item.account = "a\(item.no % accounts)"
            item.sort = item.no % accounts == 0 ? "\(item.no % 7)" : ""
        }
        let first = Night.id(4, run: run)
        try night.connection.run(
            """
            INSERT INTO item_state
                (run, no, account, shipment_id, state, reason, code, attempts, claims)
            VALUES (?, 4, ?, ?, 'dropped', '', '', 0, 0)
            """, run, "a\(4 % accounts)", first)
        let plan = try SendPlan(run: run, night.connection)
        for account in plan.accounts {
            var queue = SendQueue(run: run, account: account, planned: plan)
            var given: [SendQueue.Entry] = []
            while true {
                let (entries, isLast) = try queue.page(page, night.connection)
                given += entries
                if isLast { break }
            }
            #expect(given.map(\.no) == plan.order(of: account))
            #expect(given.map(\.shipmentID) == given.map { Night.id($0.no, run: run) })
            #expect(!given.contains { $0.no == 4 || $0.no % 5 == 0 })
        }
    }
}
