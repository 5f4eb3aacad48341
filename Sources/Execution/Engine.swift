// SPDX-License-Identifier: MIT

package import Audit
package import Credentials
package import Model

/// All lanes of one run, as one state machine without a clock, a socket or a disk.
///
/// The driver feeds it events and obeys its effects; a simulated night is the same engine with a
/// simulated driver.
package struct Engine {
    private(set) var lanes: [Lane]
    private var tickets = Tickets()
    /// The lanes of intents that are not on record yet.
    private var owners: [Ticket: Int] = [:]
    private var batches = 0
    package private(set) var stopped: StopReason?
    private let until: Timestamp?
    private var failures: FailureLimit

    package init(
        _ setups: [(LaneSetup, Authorizer)], histories: [SendHistory] = [], until: Timestamp?,
        failures: FailureLimit, seed: UInt64, at moment: Moment
    ) {
        self.until = until
        self.failures = failures
        lanes = setups.enumerated().map { index, setup in
            Lane(
                setup.0, index: index, authorizer: setup.1,
                history: histories.indices.contains(index) ? histories[index] : SendHistory(),
                seed: seed &+ UInt64(index), until: until, at: moment)
        }
    }

    /// Everything that was to happen has happened and is on record.
    package var isFinished: Bool { batches == 0 && lanes.allSatisfy(\.isDone) }

    /// The lanes that ended before their work was done, by account.
    package var laneEnds: [(account: String, end: LaneEnd)] {
        lanes.compactMap { lane in lane.end.map { (lane.setup.account, $0) } }
    }

    /// The next moment at which a `tick` is worth something.
    package func nextWake(_ moment: Moment) -> Int64? {
        var wakes = lanes.compactMap { $0.nextWake(moment) }
        let deadlines =
            [stopped == nil ? until : nil] + lanes.map { $0.isOpen ? $0.setup.until : nil }
        wakes += deadlines.compactMap(\.self).map {
            moment.monotonic + $0.milliseconds - moment.wall.milliseconds
        }
        return wakes.min()
    }

    package mutating func handle(_ event: Event, _ moment: Moment) -> Effects {
        handle([event], moment)
    }

    /// Takes in what happened at one moment; what follows goes on record in one transaction.
    package mutating func handle(_ events: [Event], _ moment: Moment) -> Effects {
        var effects = Effects()
        // Before anything else: what an event sets free must not leave after the deadline.
        if let until, moment.wall >= until { stop(.deadline) }
        for index in lanes.indices { lanes[index].endAtDeadline(moment) }
        for event in events { take(event, moment, into: &effects) }
        countFailures(effects.records[...])
        for index in lanes.indices {
            let before = effects.records.count
            lanes[index].pump(moment, tickets: &tickets, into: &effects)
            for case .intent(let intent) in effects.records[before...] {
                owners[intent.ticket] = index
            }
        }
        if !effects.records.isEmpty { batches += 1 }
        return effects
    }

    private mutating func take(_ event: Event, _ moment: Moment, into effects: inout Effects) {
        switch event {
        case .loaded(let lane, let items, let isLast):
            lanes[lane].loaded(items, isLast: isLast, moment, into: &effects)
        case .committed(let tickets, let superseded):
            batches -= 1
            for ticket in tickets {
                guard let lane = owners.removeValue(forKey: ticket) else { continue }
                lanes[lane].committed(
                    ticket, superseded: superseded[ticket], moment, into: &effects)
            }
        case .notCommitted(let tickets, let problem):
            batches -= 1
            for ticket in tickets {
                if let lane = owners.removeValue(forKey: ticket) {
                    lanes[lane].notCommitted(ticket)
                }
            }
            stop(.storage(problem))
        case .ended(let ticket, let lane, let outcome, let microseconds):
            lanes[lane].ended(
                ticket, outcome, microseconds: microseconds, moment, into: &effects)
        case .stop(let reason): stop(reason)
        case .tick: break
        }
    }

    private mutating func stop(_ reason: StopReason) {
        if stopped == nil { stopped = reason }
        for index in lanes.indices { lanes[index].stop() }
    }

    /// Counts what goes wrong, and ends the run before more is sent when it was too much.
    private mutating func countFailures(_ records: ArraySlice<Record>) {
        for case .verdict(let verdict) in records { failures.count(verdict.state) }
        if let reason = failures.exceeded { stop(.failures(reason)) }
    }
}

extension Engine {
    /// Where each lane stands, for whoever must find out why nothing happens.
    var standing: String {
        lanes.map { lane in
            "\(lane.setup.account): ready \(lane.ready.count) waiting \(lane.waitingCount)"
                + " staged \(lane.staged.count) durable \(lane.durable.reads.count)"
                + "+\(lane.durable.writes.count) ahead \(lane.ahead) flights \(lane.flights.count)"
                + " breaker \(lane.breaker.standing) canary \(lane.canaryPassed)"
                + " away \(lane.awayTries) loaded \(lane.isLoaded) open \(lane.isOpen)"
        }.joined(separator: "; ") + "; batches \(batches)"
    }
}
