// SPDX-License-Identifier: MIT

package import Audit
package import Credentials
import Model

/// All lanes of one run, or of all runs of a night, as one state machine without a clock, a socket
/// or a disk.
///
/// The driver feeds it events and obeys its effects; a simulated night is the same engine with a
/// simulated driver.
package struct Engine {
    private(set) var lanes: [Lane]
    private var tickets = Tickets()
    /// The lanes of intents that are not on record yet.
    private var owners: [Ticket: Int] = [:]
    /// Batches of records that were given out, and those of which it is known whether they are on
    /// record.
    private var (batches, batchesSettled) = (0, 0)
    /// What goes on record once it is known that the batch under way is.
    private var held: [Record] = []
    package private(set) var courses: [Course]

    /// - Parameter setups: the lanes of all courses; an account has one at most.
    package init(
        _ courses: [Course], _ setups: [(LaneSetup, Authorizer)], histories: [SendHistory] = [],
        seed: UInt64, at moment: Moment
    ) {
        self.courses = courses
        lanes = setups.enumerated().map { index, setup in
            Lane(
                setup.0, index: index, authorizer: setup.1,
                history: histories.indices.contains(index) ? histories[index] : SendHistory(),
                seed: seed &+ UInt64(index),
                until: courses.first { $0.run == setup.0.run }?.until, at: moment)
        }
    }

    /// Everything that was to happen has happened and is on record.
    package var isFinished: Bool { batches == batchesSettled && lanes.allSatisfy(\.isDone) }

    /// Whether that run has come to its end, and its last verdict is on record.
    package func isDone(_ run: Int64?) -> Bool {
        courses.allSatisfy { $0.run != run || $0.newestBatch <= batchesSettled }
            && lanes.allSatisfy { $0.setup.run != run || $0.isDone }
    }

    /// The lanes of a run that ended before their work was done, by account.
    package func laneEnds(of run: Int64?) -> [(account: String, end: LaneEnd)] {
        lanes.filter { $0.setup.run == run }
            .compactMap { lane in lane.end.map { (lane.setup.account, $0) } }
    }

    /// How many answers are worth being woken for.
    ///
    /// While a batch is under way they cannot go on record, so they only make room for what is to
    /// be sent next: half of what is under way may come together.
    package var answersAwaited: Int {
        guard batches > batchesSettled else { return 1 }
        return max(1, lanes.reduce(0) { $0 + $1.flights.count } / 2)
    }

    /// The next moment at which a `tick` is worth something.
    package func nextWake(_ moment: Moment) -> Int64? {
        var wakes = lanes.compactMap { $0.nextWake(moment) }
        let deadlines =
            courses.map { $0.stopped == nil ? $0.until : nil }
            + lanes.map { $0.isOpen ? $0.setup.until : nil }
        wakes += deadlines.compactMap(\.self).map {
            moment.monotonic + $0.milliseconds - moment.wall.milliseconds
        }
        return wakes.min()
    }

    package mutating func handle(_ event: Event, _ moment: Moment) -> Effects {
        handle([event], moment)
    }

    /// Takes in what happened at one moment; what follows goes on record in one transaction.
    ///
    /// One batch is under way at a time: what comes meanwhile could not be on the disk any sooner,
    /// and each transaction costs as much as several items in it.
    package mutating func handle(_ events: [Event], _ moment: Moment) -> Effects {
        var effects = Effects()
        swap(&effects.records, &held)
        let news = effects.records.count
        // Before anything else: what an event sets free must not leave after the deadline.
        stop { $0.until.map { moment.wall >= $0 } == true ? .deadline : nil }
        for index in lanes.indices { lanes[index].endAtDeadline(moment) }
        for event in events { take(event, moment, into: &effects) }
        countFailures(effects.records[news...])
        for index in lanes.indices {
            let before = effects.records.count
            lanes[index].pump(moment, tickets: &tickets, into: &effects)
            for case .intent(let intent) in effects.records[before...] {
                owners[intent.ticket] = index
            }
        }
        countVerdicts(effects.records[news...])
        if batches > batchesSettled {
            swap(&effects.records, &held)
        } else if !effects.records.isEmpty {
            batches += 1
        }
        return effects
    }

    private mutating func take(_ event: Event, _ moment: Moment, into effects: inout Effects) {
        switch event {
        case .loaded(let lane, let items, let isLast):
            lanes[lane].loaded(items, isLast: isLast, moment, into: &effects)
        case .committed(let tickets, let superseded):
            batchesSettled += 1
            for ticket in tickets {
                guard let lane = owners.removeValue(forKey: ticket) else { continue }
                lanes[lane].committed(
                    ticket, superseded: superseded[ticket], moment, into: &effects)
            }
        case .others(let requests):
            for request in requests {
                for index in lanes.indices where lanes[index].setup.account == request.account {
                    lanes[index].paces.take(isRead: request.isRead, at: moment.monotonic)
                }
            }
        case .notCommitted(let tickets, let problem):
            batchesSettled += 1
            for ticket in tickets {
                if let lane = owners.removeValue(forKey: ticket) {
                    lanes[lane].notCommitted(ticket)
                }
            }
            stop { _ in .storage(problem) }
        case .ended(let ticket, let lane, let outcome, let microseconds):
            lanes[lane].ended(
                ticket, outcome, microseconds: microseconds, moment, into: &effects)
        case .stop(let reason, let run): stop { run == nil || $0.run == run ? reason : nil }
        case .tick: break
        }
    }

    /// Ends the courses for which there is a reason; the first of its reasons stays.
    private mutating func stop(_ reason: (Course) -> StopReason?) {
        for place in courses.indices where courses[place].stopped == nil {
            guard let reason = reason(courses[place]) else { continue }
            courses[place].stopped = reason
            for index in lanes.indices where lanes[index].setup.run == courses[place].run {
                lanes[index].stop()
            }
        }
    }

    /// Counts what goes wrong, and ends a run before more is sent when it was too much.
    private mutating func countFailures(_ records: ArraySlice<Record>) {
        for case .verdict(let verdict) in records {
            let place = courses.firstIndex { $0.run == verdict.item.run }
            if let place { courses[place].failures.count(verdict.state) }
        }
        stop { $0.failures.exceeded.map(StopReason.failures) }
    }

    /// They are in the next batch, be it given out now or later.
    private mutating func countVerdicts(_ records: ArraySlice<Record>) {
        for case .verdict(let verdict) in records {
            let place = courses.firstIndex { $0.run == verdict.item.run }
            if let place { courses[place].newestBatch = batches + 1 }
        }
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
        }.joined(separator: "; ") + "; batches \(batches - batchesSettled)"
    }
}
