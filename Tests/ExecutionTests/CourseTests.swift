// SPDX-License-Identifier: MIT

import Audit
import Model
import Testing

@testable import Execution

/// Several runs in one engine: what ends one leaves the others alone.
struct CourseTests {
    private static func moment(_ milliseconds: Int64) -> Moment {
        Moment(wall: Timestamp(milliseconds: milliseconds), monotonic: milliseconds)
    }

    /// Two runs of an account each, with some items to send.
    private func engine(_ first: Course, items count: Int = 10) throws -> Engine {
        let setups = try [(Int64(1), "shop"), (2, "depot")].map { run, account in
            let setup = Bench.setup(concurrency: 1) { ($0.run, $0.account) = (run, account) }
            return (setup, try SimulatedAccounts.authorizer())
        }
        var engine = Engine([first, Course(run: 2)], setups, seed: 1, at: Self.moment(0))
        _ = engine.handle(.tick, Self.moment(0))
        for lane in 0...1 {
            let items = (0..<count).map { LoadedItem(Work(no: Int64($0), id: "se-\(lane)-\($0)")) }
            let event = Event.loaded(lane: lane, items, isLast: true)
            let intents = engine.handle(event, Self.moment(1)).records.intents
            _ = engine.handle(.committed(intents, superseded: [:]), Self.moment(1))
        }
        return engine
    }

    private func stopped(_ engine: Engine) -> [StopReason?] { engine.courses.map(\.stopped) }

    @Test func `a stop is for the run it names, or for all`() throws {
        var engine = try engine(Course(run: 1))
        _ = engine.handle(.stop(.command("ops"), run: 2), Self.moment(2))
        #expect(stopped(engine) == [nil, .command("ops")])
        _ = engine.handle(.stop(.signal(15)), Self.moment(3))
        #expect(stopped(engine) == [.signal(15), .command("ops")])
    }

    @Test func `a deadline ends its own run`() throws {
        var engine = try engine(Course(run: 1, until: Timestamp(milliseconds: 1000)))
        #expect(engine.nextWake(Self.moment(2)).map { $0 <= 1000 } == true)
        _ = engine.handle(.tick, Self.moment(1000))
        #expect(stopped(engine) == [.deadline, nil])
        #expect(engine.lanes.map(\.isOpen) == [false, true])
    }

    @Test func `a run is done when its last verdict is on record, whatever others do`() throws {
        var engine = try engine(Course(run: 1), items: 1)
        let ticket = try #require(engine.lanes[0].flights.keys.first)
        let answer = Outcome.answer(Answer(status: 204))
        let effects = engine.handle(
            .ended(ticket, lane: 0, answer, durationMicroseconds: 1), Self.moment(3))
        #expect(effects.records.count == 2)
        #expect(!engine.isDone(1))
        _ = engine.handle(.committed([], superseded: [:]), Self.moment(4))
        #expect(engine.isDone(1))
        #expect(!engine.isDone(2))
        #expect(!engine.isFinished)
    }

    @Test func `a full disk ends all of them`() throws {
        var engine = try engine(Course(run: 1))
        let full = Problem(.storage, "disk full")
        _ = engine.handle(.notCommitted([], full), Self.moment(2))
        #expect(stopped(engine) == [.storage(full), .storage(full)])
    }

    @Test func `failures count for the run that has them`() throws {
        var engine = try engine(Course(run: 1, failures: FailureLimit(Tolerance(count: 0))))
        for ticket in engine.lanes.flatMap(\.flights.keys) {
            let lane = engine.lanes[0].flights[ticket] == nil ? 1 : 0
            let answer = Outcome.answer(Answer(status: 404, headers: [], body: []))
            _ = engine.handle(
                .ended(ticket, lane: lane, answer, durationMicroseconds: 1), Self.moment(3))
        }
        #expect(stopped(engine).map { $0 == nil } == [false, true])
    }
}
