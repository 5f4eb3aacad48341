// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import Providers
import Testing

@testable import Execution

struct PacerTests {
    /// Every moment at which a request leaves while there is always one more, up to `end`.
    static func moments(
        _ pacer: inout Pacer, from start: Int64 = 0, to end: Int64, timer: Int64 = 1
    ) -> [Int64] {
        var (now, sent) = (start, [Int64]())
        while now < end {
            let next = pacer.next(at: now)
            if next <= now {
                pacer.take(at: now)
                sent.append(now)
            } else {
                // A coarse timer wakes late, never early.
                now += ((next - now) + timer - 1) / timer * timer
            }
        }
        return sent
    }

    static func most(_ sent: [Int64], in window: Int64) -> Int {
        var (first, most) = (0, 0)
        for last in sent.indices {
            while sent[last] - sent[first] >= window { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    @Test(
        arguments: [
            (200, 60_000, 1, 1), (20, 60_000, 1, 1), (100, 60_000, 15, 7), (5, 1000, 1, 1),
            (1000, 1000, 1, 4), (80, 1000, 10, 2), (1, 60_000, 1, 1),
        ] as [(Int, Int64, Int, Int64)])
    func `no window holds more than the limit, and nearly all of it is used`(
        _ limit: Int, _ window: Int64, _ burst: Int, _ timer: Int64
    ) {
        var pacer = Pacer(limit: limit, windowMilliseconds: window, burst: burst)
        let windows = 20
        let sent = Self.moments(&pacer, to: window * Int64(windows), timer: timer)
        #expect(Self.most(sent, in: window) <= limit)
        #expect(sent.count * 100 >= limit * windows * 95)
    }

    @Test func `a burst leaves at once, the rest evenly`() {
        var pacer = Pacer(limit: 100, windowMilliseconds: 60_000, burst: 15)
        let sent = Self.moments(&pacer, to: 10_000)
        #expect(sent.prefix { $0 == 0 }.count == 15)
        #expect(sent.count < 40)
    }

    @Test func `a bucket adds its burst to the rate`() {
        var pacer = Pacer(limit: 80, windowMilliseconds: 1000, burst: 100, isBucket: true)
        let sent = Self.moments(&pacer, to: 20_000)
        #expect(Self.most(sent, in: 1000) <= 180)
        #expect(sent.prefix { $0 == 0 }.count == 90)
        // What a bucket of 100 that fills at 80 a second would have refused.
        var (tokens, last, refused) = (100.0, Int64(0), 0)
        for moment in sent {
            tokens = min(100, tokens + Double(moment - last) * 0.08)
            last = moment
            if tokens < 1 { refused += 1 } else { tokens -= 1 }
        }
        #expect(refused == 0)
        #expect(sent.count * 100 >= 80 * 20 * 95)
    }

    @Test func `a throttling halves the pace and seconds bring it back`() {
        var pacer = Pacer(limit: 600, windowMilliseconds: 60_000, burst: 1)
        _ = Self.moments(&pacer, to: 10_000)
        pacer.throttle(at: 10_000)
        let slow = Self.moments(&pacer, from: 10_000, to: 12_000).count
        #expect((9...14).contains(slow))
        let back = Self.moments(&pacer, from: 12_000, to: 30_000).filter { $0 >= 25_000 }.count
        #expect(back >= 45)
    }

    @Test func `never slower than one a minute`() {
        var pacer = Pacer(limit: 600, windowMilliseconds: 60_000, burst: 1)
        pacer.take(at: 0)
        for _ in 0..<40 { pacer.throttle(at: 0) }
        #expect(pacer.perMinute(at: 0) >= 0.95)
        #expect(!Self.moments(&pacer, from: 1, to: 60_500).isEmpty)
    }

    @Test func `what others sent before the start counts`() {
        let budget = PaceBudget(requests: 10, windowMilliseconds: 60_000, burst: 1)
        var paces = LanePaces([budget])
        let now = Moment(wall: Timestamp(milliseconds: 1_000_000), monotonic: 500)
        var history = SendHistory()
        history.sent = (0..<10).map { place in
            .init(isRead: place % 2 == 0, at: now.wall.adding(milliseconds: -30_000))
        }
        paces.take(history, at: now)
        #expect(paces.next(isRead: true, at: 500) >= 30_500)
    }

    @Test func `what may have left just now counts as sent now`() {
        var paces = LanePaces([PaceBudget(requests: 1, windowMilliseconds: 60_000, burst: 1)])
        var history = SendHistory()
        history.sent = [.init(isRead: false, at: nil)]
        paces.take(history, at: Moment(wall: Timestamp(milliseconds: 0), monotonic: 7))
        #expect(paces.next(isRead: false, at: 7) >= 60_007)
    }

    @Test func `reads and writes pay from budgets of their own`() {
        var (reads, writes) = (
            PaceBudget(requests: 10, windowMilliseconds: 60_000, burst: 1),
            PaceBudget(requests: 1, windowMilliseconds: 60_000, burst: 1)
        )
        (reads.scope, writes.scope) = (.reads, .writes)
        var paces = LanePaces([reads, writes])
        paces.take(isRead: false, at: 0)
        #expect(paces.next(isRead: false, at: 0) >= 60_000)
        #expect(paces.next(isRead: true, at: 0) == 0)
    }

    @Test func `a test key has the test pace, and the job's pace replaces both`() throws {
        var account = try #require(SimulatedAccounts.account("env:TEST"))
        var authorizer = try SimulatedAccounts.authorizer("env:TEST")
        let tested = try LaneSetup(run: 1, account, &authorizer, failures: .none)
        #expect(tested.paces.map(\.requests) == [20])
        var live = try SimulatedAccounts.authorizer("env:KEY")
        let usual = try LaneSetup(run: 1, account, &live, failures: .none)
        #expect(usual.paces.map(\.requests) == [200])
        account.pace = Pace(requests: 7, windowMilliseconds: 1000)
        let own = try LaneSetup(run: 1, account, &authorizer, failures: .none)
        #expect(own.paces.map(\.requests) == [7])
    }
}
