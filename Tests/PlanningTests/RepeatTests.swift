// SPDX-License-Identifier: MIT

import Audit
import Model
import Testing

@testable import Planning

/// Shipments that stand more than once are found among any number of rows.
struct RepeatTests {
    /// Numbers that look random and are the same every time.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    @Test(arguments: [1 << 20, 500, 64])
    func `what is in memory and what is in runs gives the same answer`(_ keysMax: Int) throws {
        var chance = Chance(state: 42)
        let keys = (0..<4000).map { _ in chance.next() % 3000 &* 0x9E37_79B9_7F4A_7C15 }
        var finder = RepeatFinder(keysMax: keysMax)
        for key in keys { try finder.insert(key) }
        let counts = Dictionary(keys.map { (KeyList.key($0), 1) }, uniquingKeysWith: +)
        let repeated = counts.filter { $0.value > 1 }.keys
        #expect(try finder.finish() == repeated.count)
        let filter = try #require(finder.filter)
        #expect(repeated.allSatisfy(filter.mayHold))
    }

    @Test
    func `keys that agree in their highest bits are told apart`() {
        var (chance, list) = (Chance(state: 7), KeyList())
        let keys = (0..<5000).map { _ in
            KeyList.key(chance.next() % 4 << 60 | chance.next() % 900 << (chance.next() % 23))
        }
        for key in keys { list.append(key) }
        let counts = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
        let marked = counts.keys.sorted().map { counts[$0] == 1 ? $0 : $0 | KeyList.repeatedBit }
        #expect(list.takeSorted() == marked)
    }

    @Test(arguments: [1 << 20, 64])
    func `nothing is repeated where every row is another shipment`(_ keysMax: Int) throws {
        var finder = RepeatFinder(keysMax: keysMax)
        for key in 1...2000 { try finder.insert(UInt64(key) &* 0x9E37_79B9_7F4A_7C15) }
        #expect(try finder.finish() == 0)
        #expect(finder.filter == nil)
        #expect(!finder.hasRepeats)
    }

    @Test
    func `the same shipment in two exports is one item`() throws {
        let desk = try PlanningDesk()
        let first = desk.write("id,status\nse-1,pending\nse-2,pending\n", "a.csv")
        let second = desk.write("id,status\nse-3,pending\nse-1,pending\n", "b.csv")
        let plan = try desk.plan([first, second])
        #expect(
            try desk.items(of: plan.record.run) == [
                "se-2 planned: due", "se-3 planned: due", "se-1 planned: due",
                "se-1 duplicate: of line 2 in export 1",
            ])
        #expect(plan.record.counts.addUp)
    }

    @Test
    func `many rows of one shipment are folded one by one`() throws {
        let desk = try PlanningDesk()
        let row = "se-1,pending\n"
        let plan = try desk.plan(text: "id,status\n" + String(repeating: row, count: 3000))
        #expect(plan.record.counts.planned == 1)
        #expect(plan.record.counts.duplicate == 2999)
    }

    @Test
    func `one shipment in many rows is one part of the whole a share is of`() throws {
        let desk = try PlanningDesk()
        let rows = (1...30).map { "se-\($0),pending\nse-\($0),pending\n" }.joined()
        let plan = try desk.plan(text: "id,status\n" + rows)
        #expect(plan.record.blockedBy == ["share: 30 of 30 in scope, 50% allowed"])
    }

    @Test
    func `a listed row keeps its shipment together with rows that are not listed`() throws {
        let desk = try PlanningDesk()
        let list = desk.write("A\n", "list.txt")
        let plan = try desk.plan(
            text: "id,status,order_number\nse-1,pending,A\nse-1,pending,B\nse-2,pending,C\n"
        ) { $0.only = try? OnlyList(list, by: .reference) }
        #expect(
            try desk.items(of: plan.record.run) == [
                "se-1 planned: due", "se-1 duplicate: of line 2",
            ])
        #expect(plan.record.counts.excluded == 1)
    }
}
