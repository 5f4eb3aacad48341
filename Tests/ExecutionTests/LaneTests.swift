// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import Providers
import Testing

@testable import Execution

struct LaneTests {
    @Test func `one item goes first, the others when it has come back`() throws {
        var bench = try Bench(count: 9)
        #expect(bench.sent.count == 1)
        bench.pass(milliseconds: 5000)
        #expect(bench.sent.count == 1)
        bench.answer(.cancelled)
        bench.pass(milliseconds: 100)
        #expect(bench.sent.count == 4)
    }

    @Test func `credentials refused at the canary end the lane`() throws {
        var bench = try Bench(count: 9)
        bench.answer(.unauthorized)
        #expect(bench.end == .unauthorized)
        #expect(bench.engine.isFinished)
        #expect(bench.states == [.planned])
    }

    @Test func `a canary of an earlier process is enough`() throws {
        var history = SendHistory()
        history.verdicts = [.cancelled]
        var bench = try Bench(count: 9, history: history)
        bench.pass(milliseconds: 100)
        #expect(bench.sent.count == 4)
    }

    @Test func `a provider that cannot be reached ends the lane after four tries`() throws {
        var bench = try Bench(count: 3)
        for _ in 0..<4 {
            bench.answer(.unreachable)
            if bench.end == nil { bench.passUntilSent() }
        }
        #expect(bench.end == .unreachable)
        #expect(bench.last?.state == .planned)
        #expect(bench.last?.attempts == 0)
    }

    @Test func `doubt is looked at after the settle time, then sent again`() throws {
        var bench = try Bench(count: 1)
        bench.answer(.timeout)
        #expect(bench.last?.state == .inDoubt)
        bench.pass(milliseconds: 4900)
        #expect(bench.sent.isEmpty)
        bench.pass(milliseconds: 200)
        #expect(bench.methods == ["GET"])
        bench.answer(.seen(.open))
        bench.pass(milliseconds: 10)
        #expect(bench.methods == ["PUT"])
        bench.answer(.cancelled)
        #expect(bench.last?.state == .cancelled)
        #expect(bench.last?.attempts == 2)
        #expect(bench.engine.isFinished)
    }

    /// An item a killed process left in doubt, as the wall clock tells it: before, long ago, later.
    @Test(arguments: [-10, -3_600_000, 3_600_000] as [Int64])
    func `an open shipment is believed only after a settle time of this process`(
        _ doubted: Int64
    ) throws {
        let item = Work(
            no: 1, id: "se-0", state: .inDoubt, isOnRecord: true, attempts: 1,
            doubtedAt: Timestamp(milliseconds: 1_795_000_000_000 + doubted))
        var bench = try Bench(items: [LoadedItem(item)])
        bench.passUntilSent()
        bench.answer(.seen(.open))
        if bench.now.monotonic < 5000 { #expect(bench.sent.isEmpty) }
        while bench.methods != ["PUT"], bench.now.monotonic < 60_000 {
            bench.passUntilSent()
            if bench.methods == ["GET"] { bench.answer(.seen(.open)) }
        }
        #expect(bench.now.monotonic >= 5000)
        #expect(bench.methods == ["PUT"])
    }

    @Test func `no item gets more than four cancels`() throws {
        var bench = try Bench(count: 1)
        var cancels = 0
        while !bench.sent.isEmpty {
            if bench.methods == ["PUT"] {
                cancels += 1
                bench.answer(.error)
            } else {
                bench.answer(.seen(.open))
            }
            bench.passUntilSent()
        }
        #expect(cancels == 4)
        #expect(bench.last?.state == .inDoubt)
        #expect(bench.engine.isFinished)
    }

    /// Attempts a killed process left behind: whether the newest was cut off, and how many were.
    @Test(arguments: [
        (CutOffs(count: 4, isNewest: true), true), (CutOffs(count: 8, isNewest: true), true),
        (CutOffs(count: 9, isNewest: true), false), (CutOffs(count: 3), false),
    ])
    func `an attempt cut off with its process does not count once it is seen open`(
        _ cutOffs: CutOffs, _ isSentAgain: Bool
    ) throws {
        var work = Work(
            no: 1, id: "se-0", state: .inDoubt, isOnRecord: true, attempts: 4,
            doubtedAt: Timestamp(milliseconds: 0))
        work.isCutOff = cutOffs.isForgivable
        var bench = try Bench(items: [LoadedItem(work)])
        var cancels = 0
        while !bench.engine.isFinished {
            if bench.sent.isEmpty { bench.passUntilSent() }
            if bench.methods == ["PUT"] { cancels += 1 }
            bench.answer(bench.methods == ["PUT"] ? .error : .seen(.open))
        }
        #expect(cancels == (isSentAgain ? 1 : 0))
        #expect(bench.last?.state == .inDoubt)
        #expect(bench.last?.attempts == 4)
    }

    /// Requests a minute: one look is still to be planned when it stops, one is on record already.
    @Test(arguments: [1, 600])
    func `a first refusal whose look is not made any more is in doubt`(perMinute: Int) throws {
        var bench = try Bench(Bench.setup(concurrency: 1, perMinute: perMinute), count: 1)
        bench.answer(.refused)
        #expect(bench.sent.isEmpty)
        bench.happen(.stop(.command("ops")))
        #expect(bench.states == [.inDoubt])
        let words = "refused, and the lane ended before its look: "
        #expect(bench.last?.reason.hasPrefix(words) == true)
        #expect(bench.engine.isFinished)
    }

    /// What the look shows, and what the item becomes then.
    @Test(arguments: [
        (SimulatedWorld.State.open, ItemState.refused), (.cancelled, .cancelled),
    ])
    func `the next process makes the look of a first refusal before anything else`(
        seen: SimulatedWorld.State, state: ItemState
    ) throws {
        let work = Work(no: 1, id: "se-0", state: .inDoubt, isOnRecord: true, attempts: 1)
        var bench = try Bench(items: [LoadedItem(work, unjudged: .answer(.refused))])
        #expect(bench.methods == ["GET"])
        bench.answer(.seen(seen))
        #expect(bench.states == [state])
        #expect(bench.engine.isFinished)
    }

    @Test func `an account's own deadline ends its lane`() throws {
        let setup = Bench.setup(concurrency: 1, perMinute: 60) {
            $0.until = Bench.start.wall.adding(milliseconds: 10_000)
        }
        var bench = try Bench(setup, count: 100)
        while !bench.sent.isEmpty {
            #expect(bench.now.monotonic < 10_000)
            bench.answer(.cancelled)
            bench.passUntilSent()
        }
        #expect(bench.end == .deadline)
        #expect(bench.engine.isFinished)
        #expect(bench.states.count { $0 == .cancelled } >= 9)
    }

    @Test func `after doubt no refusal is final`() throws {
        var bench = try Bench(count: 1)
        bench.answer(.error)
        bench.passUntilSent()
        bench.answer(.seen(.open))
        bench.passUntilSent()
        bench.answer(.refused)
        #expect(bench.last?.state == .inDoubt)
        bench.passUntilSent()
        bench.answer(.seen(.cancelled))
        #expect(bench.last?.state == .cancelled)
        #expect(bench.last?.isConfirmed == true)
    }

    @Test(arguments: [
        (SimulatedWorld.State.cancelled, ItemState.alreadyCancelled), (.open, .refused),
        (.closed, .refused),
    ])
    func `a first refusal is followed by one look`(
        _ really: SimulatedWorld.State, _ expected: ItemState
    ) throws {
        var bench = try Bench(count: 1)
        bench.answer(.refused)
        bench.pass(milliseconds: 100)
        #expect(bench.methods == ["GET"])
        bench.answer(.seen(really))
        #expect(bench.states == [expected])
    }

    @Test func `a refusal recorded before a kill still waits for its look`() throws {
        let work = Work(no: 1, id: "se-0", state: .sending, isOnRecord: true, attempts: 1)
        var bench = try Bench(items: [LoadedItem(work, unjudged: .answer(.refused))])
        bench.passUntilSent()
        #expect(bench.methods == ["GET"])
        bench.answer(.seen(.cancelled))
        #expect(bench.states == [.alreadyCancelled])
    }

    @Test func `without a look a doubtful cancel is repeated, and a refusal then stays doubt`()
        throws
    {
        var bench = try Bench(Bench.setup(.amazonShipping), count: 1)
        bench.answer(.timeout)
        bench.passUntilSent()
        #expect(bench.methods == ["PUT"])
        bench.answer(.throttled)
        bench.passUntilSent()
        bench.answer(ProviderName.amazonShipping.refusal)
        #expect(bench.last?.state == .inDoubt)
        #expect(bench.last?.attempts == 2)
        #expect(bench.engine.isFinished)
    }

    @Test func `twenty throttlings in a row end the lane, and use up no attempt`() throws {
        var bench = try Bench(count: 1)
        var answers = 0
        while bench.end == nil, answers < 50 {
            bench.answer(.throttled)
            answers += 1
            if bench.end == nil { bench.passUntilSent() }
        }
        #expect([.throttled, .noSuccess].contains(bench.end))
        #expect(answers <= 20)
        #expect(bench.last?.state == .planned)
        #expect(bench.last?.attempts == 0)
    }

    @Test func `an item that alone is turned away is asked for less and less`() throws {
        var bench = try Bench(count: 20_000)
        var asked = 0
        while bench.end == nil, bench.now.monotonic < 60_000 {
            if let send = bench.sent.first {
                let isTurnedAway = send.request.url.hasSuffix("/se-0/cancel")
                asked += isTurnedAway ? 1 : 0
                bench.answer(isTurnedAway ? .throttled : .cancelled)
            } else {
                bench.passUntilSent()
            }
        }
        #expect(bench.end == nil)
        #expect((5...20).contains(asked))
    }

    @Test func `a success in between starts the count anew`() throws {
        var bench = try Bench(count: 40)
        for _ in 0..<15 {
            bench.answer(.throttled)
            bench.passUntilSent()
            bench.answer(.cancelled)
            bench.passUntilSent()
        }
        #expect(bench.end == nil)
    }

    @Test(
        arguments: [(30, nil, nil), (30, 10, LaneEnd.Kind.retryAfter), (1000, nil, .retryAfter)]
            as [(Int, Int64?, LaneEnd.Kind?)])
    func `a pause the provider asks for is kept, or ends the lane`(
        _ seconds: Int, _ until: Int64?, _ end: LaneEnd.Kind?
    ) throws {
        var bench = try Bench(count: 1, until: until)
        bench.answer(.throttled(seconds: seconds))
        #expect(bench.end == end)
        guard end == nil else { return }
        bench.pass(milliseconds: Int64(seconds) * 1000 - 100)
        #expect(bench.sent.isEmpty)
        bench.passUntilSent()
        #expect(bench.methods == ["PUT"])
    }

    @Test func `a quarter of an hour without success ends the lane`() throws {
        var bench = try Bench(count: 1)
        bench.answer(.cancelled)
        bench = try Bench(count: 2)
        bench.answer(.cancelled)
        bench.pass(milliseconds: 50)
        while bench.end == nil, bench.now.monotonic < 3_600_000 {
            bench.answer(.unreachable)
            bench.passUntilSent()
        }
        #expect(bench.end == .noSuccess)
        #expect(bench.now.monotonic > 15 * 60_000)
        #expect(bench.now.monotonic < 20 * 60_000)
    }

    @Test func `the budget ends a lane whose provider keeps failing`() throws {
        var bench = try Bench(count: 300)
        var answers = 0
        while bench.end == nil, answers < 1000 {
            bench.answer(.error)
            answers += 1
            bench.pass(milliseconds: 10)
        }
        #expect(bench.end == .budget)
        #expect(answers <= 110)
    }

    @Test func `what is in flight when the provider goes away is one try`() throws {
        var bench = try Bench(Bench.setup(concurrency: 100), count: 300)
        bench.answer(.cancelled)
        bench.pass(milliseconds: 200)
        let out = bench.sent.count
        #expect(out == 100)
        for _ in 0..<out { bench.answer(.unreachable, after: 0) }
        #expect(bench.end == nil)
        bench.passUntilSent()
        #expect(bench.sent.count == 1)
    }

    @Test func `too many bad verdicts end the lane after one more try`() throws {
        let setup = Bench.setup { $0.failureTolerance = Tolerance(count: 2) }
        var bench = try Bench(setup, count: 100)
        var answers = 0
        while bench.end == nil, answers < 100 {
            bench.passUntilSent()
            bench.answer(Answer(status: 404))
            answers += 1
        }
        #expect(bench.end == .breaker)
        #expect((21...26).contains(answers))
    }

    @Test func `stop takes back what has not left and lets the rest finish`() throws {
        var bench = try Bench(Bench.setup(perMinute: 600), count: 20)
        bench.answer(.cancelled)
        bench.pass(milliseconds: 120)
        let out = bench.sent.count
        #expect(out > 0)
        bench.happen(.stop(.command("somebody")))
        let states = bench.states
        #expect(bench.sent.count == out)
        while !bench.sent.isEmpty { bench.answer(.cancelled) }
        #expect(bench.engine.isFinished)
        #expect(bench.states.count(where: { $0 == .cancelled }) == out + 1)
        #expect(states.count(where: { $0 == .planned }) == bench.withdrawn)
    }

    @Test func `nothing leaves from the deadline on, whatever was on record by then`() throws {
        let setup = Bench.setup()
        var engine = Engine(
            [(setup, try SimulatedAccounts.authorizer())],
            until: Timestamp(milliseconds: 1000), failures: FailureLimit(nil), seed: 1,
            at: Moment(wall: Timestamp(milliseconds: 0), monotonic: 0))
        func at(_ wall: Int64) -> Moment {
            Moment(wall: Timestamp(milliseconds: wall), monotonic: wall)
        }
        _ = engine.handle(.tick, at(0))
        let item = LoadedItem(Work(no: 1, id: "se-1"))
        let staged = engine.handle(.loaded(lane: 0, [item], isLast: true), at(999))
        #expect(staged.records.intents.count == 1)
        let late = engine.handle(
            .committed(staged.records.intents, superseded: [:]), at(1000))
        #expect(late.sends.isEmpty)
        #expect(late.records.count == 2)
        #expect(engine.stopped == .deadline)
    }

    @Test func `what comes while a batch is under way goes on record with the next`() throws {
        let moment = Moment(wall: Timestamp(milliseconds: 0), monotonic: 0)
        var history = SendHistory()
        history.verdicts = [.cancelled]
        var engine = Engine(
            [(Bench.setup(), try SimulatedAccounts.authorizer())], histories: [history],
            until: nil, failures: FailureLimit(nil), seed: 1, at: moment)
        _ = engine.handle(.tick, moment)
        let items = (1...9).map { LoadedItem(Work(no: $0, id: "se-\($0)")) }
        let first = engine.handle(.loaded(lane: 0, items, isLast: true), moment)
        #expect(engine.answersAwaited == 1, "nothing has left")
        let second = engine.handle(
            .committed(first.records.intents, superseded: [:]), moment)
        #expect(second.sends.count == 4)
        #expect(second.records.intents.count == 4)
        #expect(engine.answersAwaited == 2)
        for send in second.sends {
            let after = engine.handle(
                .ended(
                    send.ticket, lane: 0, .answer(.cancelled), durationMicroseconds: 1), moment)
            #expect(after.records.isEmpty)
        }
        #expect(!engine.isDone(1))
        let third = engine.handle(
            .committed(second.records.intents, superseded: [:]), moment)
        #expect(third.records.count { if case .outcome = $0 { true } else { false } } == 4)
        #expect(third.sends.count == 4)
        #expect(third.records.intents.count == 1)
    }

    @Test func `a shipment another run has is not sent`() throws {
        let moment = Moment(wall: Timestamp(milliseconds: 0), monotonic: 0)
        var engine = Engine(
            [(Bench.setup(), try SimulatedAccounts.authorizer())], until: nil,
            failures: FailureLimit(nil), seed: 1, at: moment)
        _ = engine.handle(.tick, moment)
        let items = [LoadedItem(Work(no: 1, id: "se-1")), LoadedItem(Work(no: 2, id: "se-2"))]
        let staged = engine.handle(.loaded(lane: 0, items, isLast: true), moment)
        let ticket = try #require(staged.records.intents.first)
        let after = engine.handle(.committed([ticket], superseded: [ticket: 7]), moment)
        #expect(after.sends.isEmpty)
        guard case .verdict(let verdict)? = after.records.first else {
            Issue.record("no verdict")
            return
        }
        #expect(verdict.state == .superseded)
        #expect(verdict.reason == "run 7 has this shipment")
        // The place it took is free again.
        #expect(after.records.intents.count == 1)
    }

    @Test func `writes that wait for their budget do not hold up looks`() throws {
        let setup = Bench.setup(.sendcloudReturns, concurrency: 8) { setup in
            var reads = PaceBudget(requests: 1000, windowMilliseconds: 60_000, burst: 1)
            var writes = PaceBudget(requests: 2, windowMilliseconds: 60_000, burst: 2)
            (reads.scope, writes.scope) = (.reads, .writes)
            setup.paces = [reads, writes]
        }
        var items = (0..<5).map { LoadedItem(Work(no: $0, id: "100\($0)")) }
        items += (10..<20).map { number in
            LoadedItem(
                Work(
                    no: number, id: "10\(number)", state: .inDoubt, isOnRecord: true, attempts: 1,
                    doubtedAt: Timestamp(milliseconds: 0)))
        }
        var bench = try Bench(setup, items: items)
        for _ in 0..<12 where !bench.sent.isEmpty {
            let isRead = bench.methods.first == "GET"
            bench.answer(isRead ? Answer(status: 404) : Answer(status: 202, body: accepted))
            bench.pass(milliseconds: 100)
        }
        #expect(bench.now.monotonic < 30_000)
        #expect(bench.states.count(where: { $0 == .notFound }) == 10)
    }

    private let accepted = Array(#"{"message":"Cancellation requested successfully"}"#.utf8)

    /// Deleting is for what a look has seen cancelled; told neither is nothing deleted.
    @Test(arguments: [
        (true, SimulatedWorld.State.cancelled, "DELETE"), (true, .open, "GET"),
        (true, .cancelling, "GET"), (false, .cancelled, ""),
    ])
    func `nothing is deleted before it was seen cancelled`(
        _ told: Bool, _ seen: SimulatedWorld.State, _ next: String
    ) throws {
        let provider = ProviderName.sortedPro
        var bench = try Bench(Bench.setup(.sortedPro) { $0.deletes = told }, count: 1)
        bench.answer(provider.done("se-0"))
        #expect(bench.last?.state == .cancelled)
        bench.pass(milliseconds: 4000)
        #expect(bench.sent.isEmpty)
        bench.passUntilSent()
        bench.answer(provider.look(seen, "se-0"))
        bench.passUntilSent()
        #expect(bench.methods.joined() == next)
        guard next == "DELETE" else { return }
        bench.answer(provider.done("se-0"))
        #expect(bench.last?.reason == "deleted at the provider")
        #expect(bench.engine.isFinished)
    }

    @Test func `a failure limit stops before more is sent`() throws {
        var bench = try Bench(count: 50, failures: FailureLimit(Tolerance(count: 1)))
        for _ in 0..<2 {
            bench.passUntilSent()
            bench.answer(Answer(status: 404))
        }
        #expect(bench.engine.stopped == .failures("2 failures in 2 verdicts, 1 allowed"))
    }

    @Test func `a full disk ends the run and nothing of the batch leaves`() throws {
        let moment = Moment(wall: Timestamp(milliseconds: 0), monotonic: 0)
        var engine = Engine(
            [(Bench.setup(), try SimulatedAccounts.authorizer())], until: nil,
            failures: FailureLimit(nil), seed: 1, at: moment)
        _ = engine.handle(.tick, moment)
        let staged = engine.handle(
            .loaded(lane: 0, [LoadedItem(Work(no: 1, id: "se-1"))], isLast: true), moment)
        let full = Problem(.storage, "disk full")
        let after = engine.handle(.notCommitted(staged.records.intents, full), moment)
        #expect(after.isEmpty)
        #expect(engine.isFinished)
        let ending = RunEnding(
            states: [.planned: 1], laneEnds: engine.laneEnds, stop: engine.stopped,
            accept: .init())
        #expect(ending.exit == .storage)
    }
}

extension Bench {
    /// Intents that were on record and taken back.
    var withdrawn: Int {
        records.count {
            if case .outcome(_, .noAnswer(let failure), _, _) = $0 {
                failure.kind == .cancelled
            } else {
                false
            }
        }
    }
}
