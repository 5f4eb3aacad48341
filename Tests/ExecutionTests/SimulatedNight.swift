// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Job
import Model
import Providers
import SQLite

@testable import Execution

/// The real engine and the real record under a simulated provider, clock, network and disk.
///
/// Everything that happens follows from the seed: a failing night can be had again.
final class SimulatedNight {
    /// What is to happen at a moment of simulated time.
    enum Happening {
        case commit([Record])
        /// The request reaches the server; what comes back leaves then.
        case arrival(Effects.Send, generation: Int)
        case outcome(Ticket, lane: Int, Outcome, sentAt: Int64, generation: Int)
    }

    /// What one process is started for.
    enum Errand: Equatable {
        case apply(run: Int64)
        case confirm(wait: Int64?)
    }

    static let processesMax = 80
    /// From then on nothing goes wrong any more, so that every night can end.
    static let calmFrom = 30

    var world = SimulatedWorld()
    var random: RandomSource
    let weather: SimulatedWeather
    let connection: Connection
    let lanes: [LaneSetup]
    var broken: [String] = []
    private var recorder = Recorder()
    private var engine: Engine
    private var queues: [any LaneQueue] = []
    private var calendar = Waiting<Happening>()
    private(set) var now = Moment(
        wall: Timestamp(milliseconds: 1_795_000_000_000), monotonic: 0)
    private var generation = 0
    private var faultsLeft = 400
    private var lastCommit: Int64 = 0
    private var durable: Set<Ticket> = []
    private(set) var processes = 0
    private var until: Timestamp?
    private var wasStopped = false
    private var clockJumped = false
    /// Lanes whose canary has come back, and how many changes of each are out.
    private var canaryIsBack: [Bool] = []
    private var changesOut: [Int] = []

    init(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        weather = SimulatedWeather(&random)
        connection = try AuditFile.inMemory()
        let providers = ProviderName.allCases.shuffled(using: &random)
            .prefix(Int.random(in: 1...3, using: &random))
        lanes = try providers.map { try SimulatedAccounts.lane($0, &random) }
        self.random = random
        engine = Engine([], until: nil, failures: FailureLimit(nil), seed: 0, at: now)
        try plan()
    }

    var isCalm: Bool { processes > Self.calmFrom }

    func fails(_ perMille: Int) -> Bool {
        !isCalm && Int.random(in: 0..<1000, using: &random) < perMille
    }

    // MARK: Processes

    /// Starts processes, each until it ends or is killed, until both runs are done and confirmed.
    func live() throws {
        var errand = Errand.apply(run: 1)
        while processes < Self.processesMax {
            processes += 1
            if isCalm { faultsLeft = 0 }
            let wasKilled = try process(errand)
            try pass(milliseconds: gap())
            let open = try [openItems(1), openItems(2)]
            if !wasKilled, open == [0, 0] || isCalm && processes > Self.calmFrom + 8 { break }
            errand = nextErrand(open)
        }
        if processes == Self.processesMax { broken.append("not done after \(processes) processes") }
        checkTruth(try states(), whileAging: false)
        try confirm()
    }

    /// A service manager starts again at once, a person much later.
    private func gap() -> Int64 {
        Int64.random(in: Bool.random(using: &random) ? 50...2000 : 1000...100_000, using: &random)
    }

    private func nextErrand(_ open: [Int64]) -> Errand {
        if Int.random(in: 0..<6, using: &random) == 0 { return .confirm(wait: nil) }
        let others: [Int64] = open[0] == 0 ? [2] : open[1] == 0 ? [1] : [1, 2]
        return .apply(run: others.randomElement(using: &random) ?? 1)
    }

    /// Weeks later everything that can be known is known.
    private func confirm() throws {
        faultsLeft = 0
        processes = Self.processesMax
        _ = try process(.confirm(wait: 60_000))
        world.age(&random)
        for day in [1, 3, 15] as [Int64] {
            try pass(milliseconds: day * 86_400_000)
            _ = try process(.confirm(wait: nil))
        }
        checkTruth(try states(), whileAging: true)
        let before = world.arrivals.count
        _ = try process(.apply(run: 1))
        let states = try RunReader(connection).states(1)
        let isFinished = ![.planned, .sending, .inDoubt].contains { states[$0, default: 0] > 0 }
        let deletes = lanes.contains(where: \.deletes)
        if isFinished, !deletes, world.arrivals.count > before {
            broken.append("a finished run sent something")
        }
    }

    private func process(_ errand: Errand) throws -> Bool {
        try begin(errand)
        defer { generation += 1 }
        var steps = 0
        try obey(engine.handle(.tick, now))
        while !engine.isFinished {
            steps += 1
            if steps > 200_000 {
                broken.append("a process does not come to an end")
                return false
            }
            if fails(weather.killsPerMille) { return true }
            try disturb()
            if !engine.isFinished { try step() }
        }
        return false
    }

    /// What people and clocks do in the middle of a night.
    private func disturb() throws {
        if fails(weather.jumpsPerMille) {
            let hour: Int64 = Bool.random(using: &random) ? 3_600_000 : -3_600_000
            now.wall = now.wall.adding(milliseconds: hour)
            clockJumped = true
        }
        if fails(weather.stopsPerMille) {
            wasStopped = true
            try obey(engine.handle(.stop(.command("somebody")), now))
        }
    }

    private func begin(_ errand: Errand) throws {
        recorder = Recorder()
        durable = []
        wasStopped = false
        // A process can know what others sent just before only by the wall clock.
        if clockJumped { world.arrivals.removeAll() }
        clockJumped = false
        until = fails(200) ? now.wall.adding(milliseconds: 20_000) : nil
        var setups = lanes
        for place in lanes.indices { prepare(&setups[place], errand) }
        queues = try setups.map { try queue($0, errand) }
        let histories = try setups.map { setup in
            try SendHistory(
                account: setup.account, run: setup.run ?? 0,
                since: now.wall.adding(milliseconds: -60_000), connection)
        }
        canaryIsBack = try zip(setups, histories).map { setup, history in
            try !history.verdicts.isEmpty || hasAnswers(setup)
        }
        changesOut = setups.map { _ in 0 }
        engine = Engine(
            try setups.map { ($0, try SimulatedAccounts.authorizer()) }, histories: histories,
            until: until, failures: FailureLimit(nil),
            seed: UInt64.random(in: 0 ... .max, using: &random), at: now)
    }

    /// Whether an earlier process had an answer that it did not come to judge.
    private func hasAnswers(_ setup: LaneSetup) throws -> Bool {
        let count = try connection.first(
            """
            SELECT count(*) FROM request JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.account = ? AND request.purpose IN ('cancel', 'void')
                AND answer.status IS NOT NULL AND answer.status NOT IN (401, 403, 429, 503)
            """, setup.run, setup.account
        ) { $0.int(0) }
        return (count ?? 0) > 0
    }

    private func prepare(_ setup: inout LaneSetup, _ errand: Errand) {
        switch errand {
        case .apply(let run): setup.run = run
        case .confirm(let wait):
            setup.run = nil
            setup.deletes = false
            setup.lookOnly = LookOnly(waitMilliseconds: wait)
        }
    }

    private func queue(_ setup: LaneSetup, _ errand: Errand) throws -> any LaneQueue {
        switch errand {
        case .apply(let run):
            SendQueue(
                run: run, account: setup.account, planned: try SendPlan(run: run, connection),
                withDeletions: setup.deletes)
        case .confirm: ConfirmQueue(run: nil, account: setup.account)
        }
    }

    // MARK: Time

    /// A killed process takes its disk writes with it; what is on the wire still arrives.
    private func pass(milliseconds: Int64) throws {
        let end = now.monotonic + milliseconds
        while let due = calendar.firstDue, due <= end {
            now = now.later(milliseconds: max(0, due - now.monotonic))
            if case .arrival(let send, let sender) = calendar.pop(dueBy: due) {
                arrive(send, sender)
            }
        }
        calendar.removeAll()
        now = now.later(milliseconds: end - now.monotonic)
    }

    private func step() throws {
        guard let next = [engine.nextWake(now), calendar.firstDue].compactMap(\.self).min() else {
            broken.append("the engine waits for nothing: \(engine.standing)")
            return try obey(engine.handle(.stop(.command("stuck")), now))
        }
        if next > now.monotonic { now = now.later(milliseconds: next - now.monotonic) }
        if let happening = calendar.pop(dueBy: now.monotonic) {
            try happen(happening)
        } else {
            try obey(engine.handle(.tick, now))
        }
    }

    private func happen(_ happening: Happening) throws {
        switch happening {
        case .commit(let records): try commit(records)
        case .arrival(let send, let sender): arrive(send, sender)
        case .outcome(let ticket, let lane, let outcome, let sentAt, let sender):
            guard sender == generation else { return }
            changesOut[lane] = max(0, changesOut[lane] - 1)
            canaryIsBack[lane] = canaryIsBack[lane] || outcome.isFromServer
            let event = Event.ended(
                ticket, lane: lane, outcome, durationMicroseconds: (now.monotonic - sentAt) * 1000)
            try obey(engine.handle(event, now))
        }
    }

    // MARK: Effects

    private func obey(_ effects: Effects) throws {
        if !effects.records.isEmpty {
            let delay = Int64.random(in: weather.commitMilliseconds, using: &random)
            lastCommit = max(lastCommit, now.monotonic + delay)
            calendar.insert(.commit(effects.records), due: lastCommit)
        }
        for send in effects.sends {
            check(send)
            let delay = Int64.random(in: weather.latencyMilliseconds, using: &random)
            calendar.insert(.arrival(send, generation: generation), due: now.monotonic + delay)
        }
        for lane in effects.loads {
            let (items, isLast) = try queues[lane].items(7, connection)
            try obey(engine.handle(.loaded(lane: lane, items, isLast: isLast), now))
        }
    }

    /// Invariants 2 and 9: nothing leaves before its intent is durable, nor after a stop.
    private func check(_ send: Effects.Send) {
        if !durable.contains(send.ticket) {
            broken.append("sent without an intent: \(send.request.url)")
        }
        if send.request.method != .get {
            changesOut[send.lane] += 1
            if !canaryIsBack[send.lane], changesOut[send.lane] > 1 {
                broken.append("sent before the canary came back: \(send.request.url)")
            }
        }
        if wasStopped { broken.append("sent after the stop: \(send.request.url)") }
        if let until, now.wall >= until {
            broken.append("sent after the deadline: \(send.request.url)")
        }
    }

    private func commit(_ records: [Record]) throws {
        let intents = records.intents
        if fails(weather.diskFailuresPerMille) {
            recorder.forget(intents)
            let full = Problem(.storage, "disk full")
            return try obey(engine.handle(.notCommitted(intents, full), now))
        }
        var superseded: [Ticket: Int64] = [:]
        do {
            try connection.transaction {
                superseded = try recorder.append(records, to: connection).superseded
            }
        } catch {
            broken.append("the record refused what the engine did: \(error)")
            throw error
        }
        durable.formUnion(intents)
        try obey(engine.handle(.committed(intents, superseded: superseded), now))
    }

    private func arrive(_ send: Effects.Send, _ sender: Int) {
        let lane = lanes[send.lane]
        let fault = drawFault()
        if fault.reaches {
            world.arrivals.append(
                .init(
                    provider: lane.provider.name, isRead: send.request.method == .get,
                    at: now.monotonic))
        }
        var answer: Answer?
        if fault.isProcessed {
            answer = world.receive(send.request, at: lane.provider.name, now.monotonic)
        }
        let back = Int64.random(in: weather.latencyMilliseconds, using: &random)
        calendar.insert(
            .outcome(
                send.ticket, lane: send.lane, fault.outcome(answer), sentAt: now.monotonic,
                generation: sender),
            due: now.monotonic + back)
    }

    private func drawFault() -> SimulatedFault {
        guard faultsLeft > 0, Int.random(in: 0..<1000, using: &random) < weather.faultsPerMille
        else { return .none }
        faultsLeft -= 1
        return weather.kinds.randomElement(using: &random) ?? .none
    }
}
