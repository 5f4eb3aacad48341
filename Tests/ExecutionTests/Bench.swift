// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers
import Testing

@testable import Execution

/// One lane with hand-made events, for tests that say what leaves and what is recorded.
struct Bench {
    var engine: Engine
    static let start = Moment(
        wall: Timestamp(milliseconds: 1_795_000_000_000), monotonic: 0)

    var now = start
    var records: [Record] = []
    /// What has left and has no answer yet, oldest first.
    var sent: [Effects.Send] = []
    private let items: [LoadedItem]

    static func setup(
        _ name: ProviderName = .shipStation, concurrency: Int = 4, perMinute: Int = 60_000,
        _ change: (inout LaneSetup) -> Void = { _ in }
    ) -> LaneSetup {
        var setup = LaneSetup(
            run: 1, account: "shop", provider: name.provider,
            endpoint: Endpoint(
                baseURL: "https://provider.example", businessID: "AmazonShipping_US",
                apiVersion: "1", tenantID: "t"),
            concurrency: concurrency,
            paces: [PaceBudget(requests: perMinute, windowMilliseconds: 60_000, burst: 1)],
            failureTolerance: Tolerance())
        change(&setup)
        return setup
    }

    init(
        _ setup: LaneSetup = setup(), items: [LoadedItem], history: SendHistory = SendHistory(),
        authorizer: Authorizer? = nil, until seconds: Int64? = nil,
        failures: FailureLimit = FailureLimit(nil)
    ) throws {
        self.items = items
        engine = Engine(
            [(setup, try authorizer ?? SimulatedAccounts.authorizer())], histories: [history],
            until: seconds.map { Self.start.wall.adding(milliseconds: $0 * 1000) },
            failures: failures, seed: 1, at: Self.start)
        happen(.tick)
    }

    init(
        _ setup: LaneSetup = setup(), count: Int, history: SendHistory = SendHistory(),
        until seconds: Int64? = nil, failures: FailureLimit = FailureLimit(nil)
    ) throws {
        let items = (0..<count).map { LoadedItem(Work(no: Int64($0), id: "se-\($0)")) }
        try self.init(
            setup, items: items, history: history, until: seconds, failures: failures)
    }

    /// Lets something happen; whatever is recorded is durable at once.
    mutating func happen(_ event: Event) {
        var effects = engine.handle(event, now)
        while !effects.isEmpty {
            records += effects.records
            sent += effects.sends
            let intents = effects.records.intents
            let wrote = !effects.records.isEmpty
            let loads = effects.loads
            effects = Effects()
            if wrote { effects.add(engine.handle(.committed(intents, superseded: [:]), now)) }
            for lane in loads {
                effects.add(engine.handle(.loaded(lane: lane, items, isLast: true), now))
            }
        }
    }

    /// Answers the oldest request that is out.
    mutating func answer(_ outcome: Outcome, after milliseconds: Int64 = 10) {
        guard !sent.isEmpty else { return }
        let send = sent.removeFirst()
        now = now.later(milliseconds: milliseconds)
        happen(.ended(send.ticket, lane: 0, outcome, durationMicroseconds: 1000))
    }

    mutating func answer(_ answer: Answer, after milliseconds: Int64 = 10) {
        self.answer(.answer(answer), after: milliseconds)
    }

    /// Time passes; the engine is woken whenever it wants to be.
    mutating func pass(milliseconds: Int64) {
        let end = now.monotonic + milliseconds
        while let wake = engine.nextWake(now), wake <= end, wake > now.monotonic {
            now = now.later(milliseconds: wake - now.monotonic)
            happen(.tick)
        }
        now = now.later(milliseconds: max(0, end - now.monotonic))
        happen(.tick)
    }

    /// Time passes until something leaves, at most an hour.
    mutating func passUntilSent() {
        let end = now.monotonic + 3_600_000
        while sent.isEmpty, let wake = engine.nextWake(now), wake <= end {
            now = now.later(milliseconds: max(1, wake - now.monotonic))
            happen(.tick)
        }
    }

    var methods: [String] { sent.map(\.request.method.rawValue) }
    var end: LaneEnd.Kind? { engine.laneEnds.first?.end.kind }

    /// The states items went through, in the order they were recorded.
    var states: [ItemState] {
        records.compactMap { if case .verdict(let verdict) = $0 { verdict.state } else { nil } }
    }
    var last: Verdict? {
        records.reversed().lazy.compactMap {
            if case .verdict(let verdict) = $0 { verdict } else { nil }
        }.first
    }
    var voids: [VoidState] {
        records.compactMap { if case .label(let verdict) = $0 { verdict.state } else { nil } }
    }
}

extension Effects {
    mutating func add(_ other: Effects) {
        records += other.records
        sends += other.sends
        loads += other.loads
    }
}

extension Answer {
    static let cancelled = Answer(status: 204)
    static let throttled = Answer(status: 429)
    static let error = Answer(status: 500)
    static let refused = ProviderName.shipStation.refusal
    static let unauthorized = Answer(status: 401)
    static func throttled(seconds: Int) -> Answer {
        Answer(status: 429, headers: [Header("Retry-After", String(seconds))])
    }
    static func seen(_ state: SimulatedWorld.State, _ id: String = "se-0") -> Answer {
        ProviderName.shipStation.look(state, id)
    }
}

extension Outcome {
    static let timeout = Outcome.noAnswer(NoAnswer(.timeout, .mayHaveArrived, "timed out"))
    static let unreachable = Outcome.noAnswer(
        NoAnswer(.connectionRefused, .notSent, "connection refused"))
}
