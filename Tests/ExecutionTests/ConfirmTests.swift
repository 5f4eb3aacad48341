// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import Providers
import SQLite
import Testing

@testable import Execution

struct ConfirmTests {
    private static let oneRefused = {
        var accept = Accept()
        accept.refused = Tolerance(count: 1)
        return accept
    }()
    private static let day: Int64 = 86_400_000

    private func setup(_ name: ProviderName, wait: Int64? = nil, every: Int64? = nil) -> LaneSetup {
        Bench.setup(name) { setup in
            setup.lookOnly = LookOnly(waitMilliseconds: wait)
            setup.lookEveryMilliseconds = every
        }
    }

    /// An item asked for that long before the start.
    private func item(
        _ state: ItemState, _ id: String = "1000", ago: Int64, looks: Int = 0,
        lookedAgo: Int64? = nil
    ) -> LoadedItem {
        var work = Work(no: 1, id: id, state: state, isOnRecord: true, attempts: 1)
        work.run = 3
        work.requestedAt = Bench.start.wall.adding(milliseconds: -ago)
        work.looks = looks
        work.lookedAt = lookedAgo.map { Bench.start.wall.adding(milliseconds: -$0) }
        return LoadedItem(work)
    }

    private func sendcloud(_ state: SimulatedWorld.State) -> Answer {
        ProviderName.sendcloudReturns.look(state, "1000")
    }

    @Test func `a carrier that takes two weeks is asked at growing pauses`() throws {
        var bench = try Bench(
            setup(.sendcloudReturns, wait: 15 * Self.day), items: [item(.accepted, ago: 0)])
        var moments: [Int64] = []
        while true {
            bench.passLong()
            guard !bench.sent.isEmpty else { break }
            moments.append(bench.now.monotonic)
            bench.answer(sendcloud(.cancelling), after: 0)
        }
        let pauses = zip(moments.dropFirst(), moments).map { $0 - $1 }.dropLast()
        #expect(moments.count > 5)
        #expect(pauses.sorted() == Array(pauses))
        // The last look is made when the provider's own time is over.
        #expect(moments.last == 14 * Self.day)
        #expect(bench.methods.isEmpty && bench.engine.isFinished)
        #expect(Set(bench.states) == [.accepted])
    }

    @Test func `seen done, it is confirmed and not looked at again`() throws {
        var bench = try Bench(
            setup(.sendcloudReturns, wait: Self.day), items: [item(.accepted, ago: 0)])
        bench.passLong()
        bench.answer(sendcloud(.cancelling))
        bench.passLong()
        bench.answer(sendcloud(.cancelled))
        #expect(bench.last?.state == .cancelled)
        #expect(bench.last?.isConfirmed == true)
        #expect(bench.last?.item.run == 3)
        #expect(bench.engine.isFinished)
    }

    @Test func `a cancellation that fails after three days is an exception at once`() throws {
        var bench = try Bench(
            setup(.sendcloudReturns),
            items: [item(.accepted, ago: 3 * Self.day, looks: 9, lookedAgo: Self.day)])
        #expect(bench.methods == ["GET"])
        bench.answer(sendcloud(.failed))
        #expect(bench.last?.state == .refused)
        #expect(bench.last?.code == "cancellation-failed")
    }

    @Test(
        arguments: [
            (ItemState.accepted, 10, ItemState.accepted), (.accepted, 15, .refused),
        ] as [(ItemState, Int64, ItemState)])
    func `seen open counts only after the provider's own time`(
        _ state: ItemState, _ days: Int64, _ expected: ItemState
    ) throws {
        var bench = try Bench(
            setup(.sendcloudReturns), items: [item(state, ago: days * Self.day)])
        bench.answer(sendcloud(.open))
        #expect(bench.last?.state == expected)
        #expect(bench.engine.isFinished)
    }

    @Test func `what was called cancelled and is seen otherwise is in doubt`() throws {
        var bench = try Bench(setup(.shipStation), items: [item(.cancelled, "se-0", ago: 10_000)])
        bench.answer(.seen(.labelled))
        #expect(bench.last?.state == .inDoubt)
        #expect(bench.methods.isEmpty)
    }

    @Test func `nothing is ever sent but looks`() throws {
        for state in [ItemState.accepted, .cancelled, .inDoubt] {
            var bench = try Bench(
                setup(.shipStation, wait: 3_600_000), items: [item(state, "se-0", ago: 0)])
            while true {
                bench.passLong()
                guard !bench.sent.isEmpty else { break }
                #expect(bench.methods == ["GET"])
                bench.answer(.seen(.open), after: 0)
            }
            #expect(bench.engine.isFinished)
        }
    }

    /// Looks so far, milliseconds since the last and since the cancel, whether a look is due.
    @Test(
        arguments: [
            (0, nil, 4000, false), (0, nil, 6000, true), (1, 9000, 20_000, false),
            (1, 11_000, 20_000, true), (3, 59_000, 300_000, false), (3, 61_000, 300_000, true),
            (6, 300_000, 899_000, true), (6, 2000, 901_000, true), (7, 1000, 2_000_000, false),
        ] as [(Int, Int64?, Int64, Bool)])
    func `pauses are remembered between invocations`(
        _ looks: Int, _ lookedAgo: Int64?, _ ago: Int64, _ isDue: Bool
    ) throws {
        let bench = try Bench(
            setup(.shipStation),
            items: [item(.cancelled, "se-0", ago: ago, looks: looks, lookedAgo: lookedAgo)])
        #expect(bench.sent.count == (isDue ? 1 : 0))
        #expect(bench.engine.isFinished == !isDue)
    }

    @Test func `lookEvery replaces the pauses`() throws {
        let bench = try Bench(
            setup(.shipStation, every: 1000),
            items: [item(.cancelled, "se-0", ago: 60_000, looks: 5, lookedAgo: 1500)])
        #expect(bench.sent.count == 1)
    }

    @Test func `when the wait is over looks stop`() throws {
        var bench = try Bench(
            setup(.sendcloudReturns, wait: 30_000), items: [item(.accepted, ago: 0)])
        bench.pass(milliseconds: 40_000)
        #expect(bench.sent.isEmpty)
        #expect(bench.engine.isFinished)
        #expect(bench.engine.laneEnds.isEmpty)
    }

    @Test func `a look that brings nothing changes nothing`() throws {
        var bench = try Bench(setup(.shipStation), items: [item(.inDoubt, "se-0", ago: 60_000)])
        for _ in 0..<4 {
            bench.passLong()
            bench.answer(.error)
        }
        bench.passLong()
        #expect(bench.sent.isEmpty)
        #expect(bench.states.isEmpty)
        #expect(bench.engine.isFinished)
    }

    // MARK: On the record

    /// A run with one item for each (provider, state, milliseconds since it was asked for); a look
    /// at each was made just now, or never.
    private func record(
        _ items: [(ProviderName, ItemState, Int64, Bool)], now: Timestamp, looked: Bool = true
    ) throws -> Connection {
        let connection = try AuditFile.inMemory()
        try connection.transaction {
            let writer = try PlanWriter(connection)
            for (place, item) in items.enumerated() {
                try writer.add(
                    ItemRecord(
                        no: Int64(place), source: 0, line: 1, account: item.0.rawValue,
                        provider: item.0.rawValue, shipmentID: "\(place)", state: .planned,
                        reason: "due"))
            }
            try writer.finish(
                SimulatedAccounts.run(1, items: Int64(items.count)),
                by: SimulatedAccounts.planning(1))
        }
        let recorder = Recorder()
        for (place, item) in items.enumerated() {
            let key = ItemKey(
                run: 1, no: Int64(place), account: item.0.rawValue, shipmentID: "\(place)")
            let (ticket, at) = (Ticket(Int64(place)), now.adding(milliseconds: -item.2))
            let intent = Intent(
                ticket: ticket, account: key.account, run: 1, item: key, purpose: .cancel,
                attempt: 1, request: Request(.put, "https://x.example"), at: at)
            let verdict = Verdict(
                item: key, ticket: ticket, at: at, state: item.1, reason: "", code: "",
                attempts: 1, isConfirmed: item.3)
            let look = Intent(
                ticket: Ticket(Int64(100 + place)), account: key.account, run: 1, item: key,
                purpose: .look, attempt: 1, request: Request(.get, "https://x.example"), at: now)
            try connection.transaction {
                _ = try recorder.append(
                    [.intent(intent), .verdict(verdict)] + (looked ? [.intent(look)] : []),
                    to: connection)
            }
        }
        return connection
    }

    @Test func `the summary tells open, overdue and not confirmable apart`() throws {
        let now = Bench.start.wall
        let connection = try record(
            [
                (.shipStation, .cancelled, 60_000, false), (.shipStation, .cancelled, 60_000, true),
                (.shipStation, .cancelled, 2_000_000, false),
                (.sendcloudReturns, .accepted, 13 * Self.day, false),
                (.sendcloudReturns, .accepted, 15 * Self.day, false),
                (.microsoftHardware, .accepted, Self.day, false),
                (.microsoftHardware, .accepted, 5 * Self.day, false),
                (.microsoftHardware, .inDoubt, 5 * Self.day, false),
                (.amazonShipping, .cancelled, 1000, false),
                (.sortedPro, .refused, 1000, false),
            ], now: now)
        let summary = try ConfirmSummary(run: nil, now: now, connection)
        #expect(summary.open == 3)
        #expect(summary.overdue == 3)
        #expect(summary.notConfirmable == 2)
        #expect(
            summary.overdueItems.map(\.since) == [
                now.adding(milliseconds: -2 * Self.day), now.adding(milliseconds: -Self.day),
                now.adding(milliseconds: 900_000 - 2_000_000),
            ])
        // The oldest was never looked at: a minute after its cancel it was to be.
        #expect(summary.nextLook == now.adding(milliseconds: 60_000 - 13 * Self.day))
        #expect(summary.states[.accepted] == 4)
        let exit = summary.exit(
            laneEnds: [], stop: nil, waited: false, accept: Self.oneRefused)
        #expect(exit == .doubt)
    }

    @Test(
        arguments: [
            (1000, false, ExitCode.done), (1000, true, .overdue), (2_000_000, false, .overdue),
        ] as [(Int64, Bool, ExitCode)])
    func `the exit code says whether waiting is over`(
        _ ago: Int64, _ waited: Bool, _ expected: ExitCode
    ) throws {
        let now = Bench.start.wall
        let connection = try record([(.shipStation, .cancelled, ago, false)], now: now)
        let summary = try ConfirmSummary(run: 1, now: now, connection)
        #expect(
            summary.exit(laneEnds: [], stop: nil, waited: waited, accept: Accept()) == expected)
    }

    @Test func `what nobody looked at since its time ended is open, and due now`() throws {
        let now = Bench.start.wall
        let connection = try record(
            [(.shipStation, .cancelled, 2_000_000, false)], now: now, looked: false)
        let summary = try ConfirmSummary(run: 1, now: now, connection)
        #expect(summary.open == 1 && summary.overdue == 0)
        #expect(try #require(summary.nextLook) < now)
    }

    @Test func `what a person closed is open nowhere, and stays what the provider said`() throws {
        let now = Bench.start.wall
        let connection = try record(
            [
                (.microsoftHardware, .inDoubt, 1000, false),
                (.amazonShipping, .inDoubt, 1000, false),
            ],
            now: now)
        let before = try RunStanding(run: 1, now: now, connection)
        #expect(before.doubt == 2 && before.open == 1 && !before.isSent)
        for no in [0, 1] as [Int64] {
            try Act(.resolve, run: 1, no: no, at: now, actor: Actor(user: "x"))
                .record(on: connection)
        }
        let standing = try RunStanding(run: 1, now: now, connection)
        #expect(standing.doubt == 0 && standing.open == 0 && standing.isSent)
        #expect(standing.states == [.inDoubt: 2] && standing.closedByPerson == 2)
        #expect(RunEnding(standing, accept: Accept()).exit == .done)
    }

    @Test func `a queue holds what a look could still tell something about`() throws {
        let connection = try record(
            [
                (.shipStation, .cancelled, 1000, false), (.shipStation, .cancelled, 1000, true),
                (.shipStation, .refused, 1000, false), (.shipStation, .inDoubt, 1000, false),
                (.shipStation, .inDoubt, 1000, false),
            ], now: Bench.start.wall)
        try Act(.resolve, run: 1, no: 4, at: Bench.start.wall, actor: Actor(user: "x"))
            .record(on: connection)
        var queue = ConfirmQueue(run: nil, account: "shipstation")
        let (entries, isLast) = try queue.page(1, connection)
        #expect(entries.map(\.no) == [0] && !isLast)
        let rest = try queue.page(5, connection)
        #expect(rest.entries.map(\.no) == [3] && rest.isLast)
    }
}

extension Bench {
    /// Time passes until something leaves, at most a month.
    mutating func passLong() {
        while sent.isEmpty, let wake = engine.nextWake(now),
            wake < now.monotonic + 30 * 86_400_000
        {
            now = now.later(milliseconds: max(1, wake - now.monotonic))
            happen(.tick)
        }
    }
}
