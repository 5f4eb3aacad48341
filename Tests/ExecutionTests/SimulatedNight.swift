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
    private enum Happening {
        case commit([Record])
        /// The request reaches the server; what comes back leaves then.
        case arrival(Effects.Send, generation: Int)
        case outcome(Ticket, lane: Int, Outcome, sentAt: Int64, generation: Int)
    }

    private(set) var world = SimulatedWorld()
    private var random: RandomSource
    private let weather: SimulatedWeather
    private let connection: Connection
    private var recorder = Recorder()
    private var engine: Engine
    private var queues: [SendQueue] = []
    private let lanes: [LaneSetup]
    private var calendar = Waiting<Happening>()
    private var now = Moment(wall: Timestamp(milliseconds: 1_795_000_000_000), monotonic: 0)
    private var generation = 0
    private var faultsLeft: Int
    private(set) var broken: [String] = []
    private var lastCommit: Int64 = 0
    private var durable: Set<Ticket> = []
    private(set) var processes = 0

    init(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        weather = SimulatedWeather(&random)
        faultsLeft = 400
        connection = try AuditFile.inMemory()
        let providers = ProviderName.allCases.shuffled(using: &random)
            .prefix(Int.random(in: 1...3, using: &random))
        lanes = try providers.map { try SimulatedAccounts.lane($0, &random) }
        self.random = random
        engine = Engine([], until: nil, failures: FailureLimit(nil), seed: 0, at: now)
        try plan()
    }

    // MARK: The plan

    private func plan() throws {
        try connection.transaction {
            let writer = try PlanWriter(connection)
            var no: Int64 = 0
            for lane in lanes {
                for _ in 0..<Int.random(in: 1...30, using: &random) {
                    no += 1
                    try writer.add(item(no, lane))
                }
            }
            try writer.finish(SimulatedAccounts.run(items: no), by: SimulatedAccounts.planning)
        }
    }

    private func item(_ no: Int64, _ lane: LaneSetup) -> ItemRecord {
        let id = SimulatedAccounts.id(no, lane.provider.name)
        let states: [SimulatedWorld.State] = [
            .open, .open, .open, .open, .open, .open, .cancelled, .closed, .missing,
        ]
        world.add(id, states.randomElement(using: &random) ?? .open, at: lane.provider.name)
        return ItemRecord(
            no: no, source: 0, line: no + 1, account: lane.account,
            provider: lane.provider.name.rawValue, shipmentID: id, state: .planned,
            reason: "due")
    }

    // MARK: Processes

    /// Starts processes, each until it ends or is killed, until one ends with nothing to do.
    func live(processesMax: Int = 60) throws {
        while processes < processesMax {
            processes += 1
            if processes > 20 { faultsLeft = 0 }
            let wasKilled = try process()
            let open = try openItems()
            if !wasKilled, open == 0 || faultsLeft == 0 && processes > 25 { return }
            now = now.later(milliseconds: Int64.random(in: 1000...100_000, using: &random))
        }
        broken.append("not done after \(processesMax) processes")
    }

    private func process() throws -> Bool {
        try begin()
        var steps = 0
        try obey(engine.handle(.tick, now))
        while !engine.isFinished {
            steps += 1
            if steps > 200_000 {
                broken.append("a process does not come to an end")
                return false
            }
            if Int.random(in: 0..<1000, using: &random) < weather.killsPerMille, processes < 20 {
                generation += 1
                return true
            }
            try step()
        }
        return false
    }

    private func begin() throws {
        recorder = Recorder()
        durable = []
        calendar = keepArrivals()
        queues = lanes.map { SendQueue(run: 1, account: $0.account) }
        engine = Engine(
            try lanes.map { ($0, try SimulatedAccounts.authorizer()) }, until: nil,
            failures: FailureLimit(nil), seed: UInt64.random(in: 0 ... .max, using: &random),
            at: now)
    }

    /// A killed process takes its disk writes with it; what is on the wire still arrives.
    private func keepArrivals() -> Waiting<Happening> {
        var kept = Waiting<Happening>()
        for happening in calendar.elements {
            if case .arrival = happening {
                let delay = Int64.random(in: weather.latencyMilliseconds, using: &random)
                kept.insert(happening, due: now.monotonic + delay)
            }
        }
        return kept
    }

    private func step() throws {
        let wake = engine.nextWake(now)
        let next = [wake, calendar.firstDue].compactMap(\.self).min()
        guard let next else {
            broken.append("the engine waits for nothing")
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
            checkIntent(send)
            let delay = Int64.random(in: weather.latencyMilliseconds, using: &random)
            calendar.insert(
                .arrival(send, generation: generation), due: now.monotonic + delay)
        }
        for lane in effects.loads {
            let (entries, isLast) = try queues[lane].page(7, connection)
            let event = Event.loaded(lane: lane, entries.map(LoadedItem.init), isLast: isLast)
            try obey(engine.handle(event, now))
        }
    }

    private func commit(_ records: [Record]) throws {
        let intents = records.intents
        if Int.random(in: 0..<1000, using: &random) < weather.diskFailuresPerMille, processes < 20 {
            recorder.forget(intents)
            let full = Problem(.storage, "disk full")
            return try obey(engine.handle(.notCommitted(intents, full), now))
        }
        var superseded: [Ticket: Int64] = [:]
        do {
            try connection.transaction {
                superseded = try recorder.append(records, to: connection)
            }
        } catch {
            broken.append("the record refused what the engine did: \(error)")
            throw error
        }
        durable.formUnion(intents)
        try obey(engine.handle(.committed(intents, superseded: superseded), now))
    }

    /// Invariant 2: every request a server sees has an intent that was durable before it.
    private func checkIntent(_ send: Effects.Send) {
        if !durable.contains(send.ticket) {
            broken.append("sent without an intent: \(send.request.url)")
        }
    }

    private func arrive(_ send: Effects.Send, _ sender: Int) {
        let lane = lanes[send.lane]
        let id = SimulatedAccounts.id(in: send.request.url, lane.provider.name)
        let fault = drawFault()
        var answer: Answer?
        if fault.isProcessed {
            answer = world.receive(send.request, of: id, at: lane.provider.name, now.monotonic)
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

    // MARK: What is true at the end

    private func openItems() throws -> Int64 {
        let states = try RunReader(connection).states(1)
        return [.planned, .sending, .inDoubt].reduce(0) { $0 + (states[$1] ?? 0) }
    }

    /// The invariants of the design that this night broke, in words.
    func brokenInvariants() throws -> [String] {
        var found = broken
        for (key, count) in world.effects where count > 1 {
            found.append("\(count) effective cancels of \(key.id)")
        }
        try connection.each(
            """
            SELECT item.shipment_id, item.provider, coalesce(now.state, 'planned'), now.attempts
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            """
        ) { row in
            let provider = ProviderName(rawValue: row.text(1)) ?? .shipStation
            let really = world.state(of: row.text(0), at: provider)
            if !Self.fits(row.text(2), really) {
                found.append("\(row.text(0)) is called \(row.text(2)) and is \(really)")
            }
            if row.int(3) > 4 { found.append("\(row.text(0)) had \(row.int(3)) attempts") }
        }
        found += try repeatedCancels()
        return found
    }

    /// No state is a lie: what we call cancelled was, what we call refused was not.
    private static func fits(_ state: String, _ really: SimulatedWorld.State) -> Bool {
        switch state {
        case "cancelled", "already_cancelled": really == .cancelled || really == .cancelling
        case "accepted": really == .cancelling || really == .cancelled
        case "refused": really == .closed
        case "not_found": really == .missing
        case "failed": really != .cancelling
        default: true
        }
    }

    /// No cancel follows a cancel that may have taken effect without a look between them.
    private func repeatedCancels() throws -> [String] {
        var found: [String] = []
        var doubtful: [Int64: Bool] = [:]
        try connection.each(
            """
            SELECT request.no, request.purpose, answer.status, answer.reach, item.provider,
                item.shipment_id, answer.headers
            FROM request JOIN item ON item.run = request.run AND item.no = request.no
            LEFT JOIN answer ON answer.request = request.seq ORDER BY request.seq
            """
        ) { row in
            let no = row.int(0)
            if row.text(1) == "look" {
                if row.intOrNil(2) == 200 { doubtful[no] = false }
                return
            }
            if doubtful[no] == true, row.text(4) != "amazon-shipping" {
                found.append("\(row.text(5)) was sent again without a look")
            }
            let status = row.intOrNil(2)
            let known =
                row.text(3) == "not_sent" || status == 429
                || status == 503 && row.text(6).contains("Retry-After")
            doubtful[no] = !known
        }
        return found
    }
}
