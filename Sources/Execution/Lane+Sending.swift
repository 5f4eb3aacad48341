// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// What leaves next, and when.
extension Lane {
    /// Sends and stages all that may be now.
    mutating func pump(_ moment: Moment, tickets: inout Tickets, into effects: inout Effects) {
        guard isOpen else { return withdraw(moment, into: &effects) }
        endIfHopeless(moment)
        breaker.tryOne(at: moment.monotonic)
        if breaker.standing == .tripped {
            finish(.breaker, "too many of the newest answers were bad, and the next one too")
        }
        guard isOpen else { return withdraw(moment, into: &effects) }
        sendDurable(moment, into: &effects)
        stage(moment, &tickets, into: &effects)
        loadIfLow(into: &effects)
    }

    /// The next moment at which `pump` may have something to do; nil when only events help.
    func nextWake(_ moment: Moment) -> Int64? {
        guard isOpen else { return nil }
        if case .open(let until) = breaker.standing { return until }
        var wakes: [Int64] = []
        if let (_, flight) = durable.first, flights.count < width {
            let pace = paces.next(isRead: flight.task.step.isRead, at: moment.monotonic)
            wakes.append(max(pausedUntil, pace))
        }
        if !token.isUnderWay, hasSlot {
            if let due = waiting.firstDue {
                wakes.append(max(due, earliestStage(isRead: true, moment)))
            }
            if !ready.isEmpty { wakes.append(earliestStage(isRead: false, moment)) }
        }
        if case .waitsUntil(let due) = token { wakes = [due] }
        return wakes.min()
    }

    private func earliestStage(isRead: Bool, _ moment: Moment) -> Int64 {
        let pace = paces.next(isRead: isRead, at: moment.monotonic)
        return max(pausedUntil, pace - Self.aheadMilliseconds)
    }

    /// How many exchanges may be under way at once just now.
    private var width: Int {
        switch breaker.standing {
        case .open, .tripped: return 0
        case .trying: return 1
        case .closed: return canaryPassed && awayTries == 0 ? setup.concurrency : 1
        }
    }

    private mutating func sendDurable(_ moment: Moment, into effects: inout Effects) {
        while let (ticket, flight) = durable.first, flights.count < width,
            moment.monotonic >= pausedUntil,
            paces.next(isRead: flight.task.step.isRead, at: moment.monotonic) <= moment.monotonic
        {
            _ = durable.popFirst()
            paces.take(isRead: flight.task.step.isRead, at: moment.monotonic)
            flights[ticket] = flight
            flights[ticket]?.sentAt = moment.monotonic
            progress.requests += 1
            effects.sends.append(.init(ticket: ticket, lane: index, request: flight.request))
        }
    }

    private mutating func stage(
        _ moment: Moment, _ tickets: inout Tickets, into effects: inout Effects
    ) {
        guard moment.monotonic >= pausedUntil, tokenAllows(moment) else { return }
        while let task = nextTask(moment) {
            guard stage(task, moment, &tickets, into: &effects) else { return }
        }
    }

    private mutating func nextTask(_ moment: Moment) -> Task? {
        if let due = waiting.firstDue, due <= moment.monotonic {
            // A task's kind is not known before it is taken; reads are the usual ones here.
            guard hasRoom(isRead: true, moment) else { return nil }
            return waiting.pop(dueBy: moment.monotonic)
        }
        guard !ready.isEmpty, hasRoom(isRead: false, moment) else { return nil }
        return ready.popFirst().map { Task(work: $0, step: .cancel) }
    }

    /// Whether one more intent may be written now.
    private func hasRoom(isRead: Bool, _ moment: Moment) -> Bool {
        hasSlot
            && paces.next(isRead: isRead, at: moment.monotonic)
                <= moment.monotonic + Self.aheadMilliseconds
    }

    /// Whether the number of intents on record and not answered allows one more.
    ///
    /// What was written and not sent is doubt after a kill, so a lane writes ahead at most its
    /// concurrency, no further than its pace reaches, and nothing where no look could tell.
    private var hasSlot: Bool {
        let ahead = staged.count + durable.count
        let width = width
        guard width > 1, setup.canLook else { return ahead + flights.count < width }
        return ahead < min(width, max(1, paces.within(milliseconds: Self.aheadMilliseconds)))
    }

    /// Writes the intent of one task; false when the lane must wait for something first.
    private mutating func stage(
        _ task: Task, _ moment: Moment, _ tickets: inout Tickets, into effects: inout Effects
    ) -> Bool {
        let bare: Request
        do throws(Problem) {
            bare = try request(of: task)
        } catch {
            waiting.insert(task, due: moment.monotonic)
            finish(.refused, error.what)
            return false
        }
        if let (request, token) = authorize(bare, moment, &tickets, into: &effects) {
            let ticket = tickets.next()
            staged[ticket] = Flight(task: task, request: request, token: token)
            effects.records.append(.intent(intent(of: task, request, ticket, moment)))
            return true
        }
        waiting.insert(task, due: moment.monotonic)
        return false
    }

    private func request(of task: Task) throws(Problem) -> Request {
        switch task.step {
        case .cancel: return try setup.provider.cancel(task.work.id, at: setup.endpoint)
        case .look:
            guard let look = try setup.provider.look(task.work.id, at: setup.endpoint) else {
                throw Problem(.internal, "\(setup.provider.name.rawValue) has no look")
            }
            return look
        }
    }

    private func intent(
        of task: Task, _ request: Request, _ ticket: Ticket, _ moment: Moment
    ) -> Intent {
        Intent(
            ticket: ticket, account: setup.account, run: setup.run, item: key(of: task.work),
            purpose: task.step.purpose, attempt: task.work.attempts + 1, request: request,
            at: moment.wall)
    }

    func key(of work: Work) -> ItemKey {
        ItemKey(run: setup.run, no: work.no, account: setup.account, shipmentID: work.id)
    }

    private mutating func loadIfLow(into effects: inout Effects) {
        guard !isLoaded, !isLoading, ready.count < Self.pageLowWater else { return }
        isLoading = true
        effects.loads.append(index)
    }

    private mutating func endIfHopeless(_ moment: Moment) {
        if let until, moment.wall >= until { return }
        if moment.monotonic - aliveAt > Self.withoutSuccessMillisecondsMax, isTrying {
            finish(.noSuccess, "no success for 15 minutes")
        }
    }

    /// Whether the lane has anything it could have had success with.
    private var isTrying: Bool { awayTries > 0 || throttlesInRow > 0 || token != .none }
}
