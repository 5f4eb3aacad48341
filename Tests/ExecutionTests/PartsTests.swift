// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Execution

struct PartsTests {
    @Test(arguments: [
        // bad of good before, tolerance, whether it opens
        (19, 0, "0%", false), (20, 0, "0%", false), (0, 20, "0%", true), (1, 19, "5%", true),
        (19, 1, "5%", false), (18, 2, "5%", true), (45, 5, "10%", false), (44, 6, "10%", true),
        (18, 2, "2", false), (17, 3, "2", true),
    ])
    func `the breaker opens when more than the tolerance is bad`(
        _ good: Int, _ bad: Int, _ tolerance: String, _ opens: Bool
    ) throws {
        let allowed = try #require(Tolerance(tolerance))
        var breaker = Breaker(tolerance: allowed)
        for place in 0..<(good + bad) { breaker.record(bad: place >= good, at: 0) }
        #expect((breaker.standing != .closed) == (opens && good + bad >= 20))
        let states =
            Array(repeating: ItemState.cancelled, count: good)
            + Array(repeating: .refused, count: bad)
        let rebuilt = Breaker(tolerance: allowed, verdicts: states, at: 0)
        #expect((rebuilt.standing != .closed) == (opens && good + bad >= 20))
    }

    @Test(arguments: [(false, Breaker.Standing.closed), (true, .tripped)])
    func `after the wait one item tries and decides`(
        _ bad: Bool, _ after: Breaker.Standing
    ) {
        var breaker = Breaker(tolerance: .none)
        for _ in 0..<20 { breaker.record(bad: true, at: 0) }
        breaker.tryOne(at: Breaker.waitMilliseconds - 1)
        #expect(breaker.standing == .open(until: Breaker.waitMilliseconds))
        breaker.tryOne(at: Breaker.waitMilliseconds)
        #expect(breaker.standing == .trying)
        breaker.record(bad: bad, at: Breaker.waitMilliseconds)
        #expect(breaker.standing == after)
    }

    @Test func `only the newest fifty verdicts count`() throws {
        var breaker = Breaker(tolerance: try #require(Tolerance("50%")))
        for _ in 0..<10 { breaker.record(bad: true, at: 0) }
        for _ in 0..<50 { breaker.record(bad: false, at: 0) }
        for _ in 0..<25 { breaker.record(bad: true, at: 0) }
        #expect(breaker.standing == .closed)
        breaker.record(bad: true, at: 0)
        #expect(breaker.standing != .closed)
    }

    @Test func `the budget pays a hundred retries or fifty timeouts`() {
        var (retries, timeouts) = (RetryBudget(), RetryBudget())
        let paidRetries = (0..<200).count { _ in retries.pay(forTimeout: false) }
        let paidTimeouts = (0..<200).count { _ in timeouts.pay(forTimeout: true) }
        #expect(paidRetries == 100 && paidTimeouts == 50)
        for _ in 0..<5 { retries.succeed() }
        let more = [retries.pay(forTimeout: false), retries.pay(forTimeout: false)]
        #expect(more == [true, false])
        for _ in 0..<10_000 { retries.succeed() }
        #expect(retries.tokens == RetryBudget.capacity)
    }

    @Test func `the pause is anywhere under a doubling ceiling`() {
        var random = RandomSource(seed: 7)
        for (tries, ceiling) in [(1, 500), (2, 1000), (5, 8000), (8, 60_000), (1000, 60_000)] {
            let pauses = (0..<300).map { _ in Backoff.pause(tries: tries, using: &random) }
            #expect(pauses.allSatisfy { (0...Int64(ceiling)).contains($0) })
            #expect(pauses.contains { $0 > Int64(ceiling) * 8 / 10 })
            #expect(pauses.contains { $0 < Int64(ceiling) * 2 / 10 })
        }
    }

    @Test func `what waits comes back when it is due, equal moments in order`() {
        var random = RandomSource(seed: 3)
        var waiting = Waiting<Int>()
        let dues = (0..<500).map { _ in Int64.random(in: 0..<50, using: &random) }
        for (place, due) in dues.enumerated() { waiting.insert(place, due: due) }
        let early = waiting.pop(dueBy: -1)
        #expect(early == nil)
        var popped: [Int] = []
        for now in Int64(0)..<50 {
            while let place = waiting.pop(dueBy: now) { popped.append(place) }
        }
        let expected = dues.indices.sorted { (dues[$0], $0) < (dues[$1], $1) }
        #expect(popped == expected)
        #expect(waiting.count == 0 && waiting.firstDue == nil)
    }

    @Test func `a queue gives back what it took, in order`() {
        var queue = Queue<Int>()
        var taken: [Int] = []
        for number in 0..<5000 {
            queue.append(number)
            if number % 3 != 0, let first = queue.popFirst() { taken.append(first) }
        }
        taken += queue.removeAll()
        #expect(taken == Array(0..<5000))
        #expect(queue.isEmpty)
    }

    @Test(arguments: [
        ("3", 3, 100, false), ("3", 4, 4, true), ("10%", 3, 19, false), ("10%", 3, 20, true),
        ("10%", 2, 20, false),
    ])
    func `failures beyond the limit end the run`(
        _ limit: String, _ failures: Int, _ verdicts: Int, _ isExceeded: Bool
    ) {
        var counter = FailureLimit(Tolerance(limit))
        for place in 0..<verdicts { counter.count(place < failures ? .refused : .cancelled) }
        counter.count(.planned)
        counter.count(.superseded)
        #expect((counter.exceeded != nil) == isExceeded)
    }
}
