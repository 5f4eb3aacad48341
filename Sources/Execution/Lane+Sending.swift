// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// What leaves next, and when.
extension Lane {
    /// Sends and stages all that may be now.
    mutating func pump(_ moment: Moment, tickets: inout Tickets, into effects: inout Effects) {
        guard isOpen else { return withdraw(moment, into: &effects) }
        endIfDue(moment)
        guard isOpen else { return withdraw(moment, into: &effects) }
        sendDurable(moment, into: &effects)
        stage(moment, &tickets, into: &effects)
        guard isOpen else { return withdraw(moment, into: &effects) }
        loadIfLow(into: &effects)
    }

    private mutating func endIfDue(_ moment: Moment) {
        if setup.lookOnly?.waitMilliseconds != nil, moment.monotonic >= horizon.monotonic {
            isStopping = true
        }
        // What is still in flight from before must not be taken for the one that tries.
        if flights.isEmpty { breaker.tryOne(at: moment.monotonic) }
        if breaker.standing == .tripped {
            finish(.breaker, "too many of the newest answers were bad, and the next one too")
        }
        if case .waitsUntil = token { endIfHopeless(moment) }
    }

    /// The next moment at which `pump` may have something to do; nil when only events help.
    func nextWake(_ moment: Moment) -> Int64? {
        guard isOpen else { return nil }
        var wake = Int64.max
        if setup.lookOnly?.waitMilliseconds != nil { wake = horizon.monotonic }
        if case .open(let until) = breaker.standing {
            return flights.isEmpty ? min(wake, until) : wake == .max ? nil : wake
        }
        for isRead in [true, false] {
            if !durable[isRead: isRead].isEmpty, flights.count < width {
                let pace = paces.next(isRead: isRead, at: moment.monotonic)
                wake = min(wake, max(pausedUntil, pace))
            }
            if let due = stagingWake(isRead: isRead, moment) { wake = min(wake, due) }
        }
        if case .waitsUntil(let due) = token { wake = min(wake, due) }
        return wake == .max ? nil : wake
    }

    private func stagingWake(isRead: Bool, _ moment: Moment) -> Int64? {
        guard token == .none, hasSlot(isRead: isRead) else { return nil }
        var due = waiting[isRead: isRead].firstDue ?? .max
        if !isRead, !ready.isEmpty { due = .min }
        guard due < .max else { return nil }
        let pace = paces.next(isRead: isRead, at: moment.monotonic) - Self.aheadMilliseconds
        return max(due, pausedUntil, pace)
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
        guard moment.monotonic >= pausedUntil else { return }
        for isRead in [true, false] {
            while flights.count < width, !durable[isRead: isRead].isEmpty,
                paces.next(isRead: isRead, at: moment.monotonic) <= moment.monotonic,
                let (ticket, flight) = durable[isRead: isRead].popFirst()
            {
                send(ticket, flight, isRead: isRead, moment, into: &effects)
            }
        }
    }

    private mutating func send(
        _ ticket: Ticket, _ flight: Flight, isRead: Bool, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flight = flight
        flight.sentAt = moment.monotonic
        ahead[isRead: isRead] -= 1
        paces.take(isRead: isRead, at: moment.monotonic)
        flights[ticket] = flight
        progress.requests += 1
        effects.sends.append(.init(ticket: ticket, lane: index, request: flight.request))
    }

    private mutating func stage(
        _ moment: Moment, _ tickets: inout Tickets, into effects: inout Effects
    ) {
        guard moment.monotonic >= pausedUntil, tokenAllows(moment) else { return }
        for isRead in [true, false] {
            while let task = nextTask(isRead: isRead, moment) {
                guard stage(task, moment, &tickets, into: &effects) else { return }
            }
        }
    }

    /// What waited goes before what is new: it may be in doubt.
    private mutating func nextTask(isRead: Bool, _ moment: Moment) -> Task? {
        let isDue = (waiting[isRead: isRead].firstDue ?? .max) <= moment.monotonic
        guard isDue || !isRead && !ready.isEmpty, hasRoom(isRead: isRead, moment) else {
            return nil
        }
        if isDue { return waiting[isRead: isRead].pop(dueBy: moment.monotonic) }
        return ready.popFirst().map { Task(work: $0, step: firstStep(of: $0)) }
    }

    /// Whether one more intent may be written now.
    private func hasRoom(isRead: Bool, _ moment: Moment) -> Bool {
        hasSlot(isRead: isRead)
            && paces.next(isRead: isRead, at: moment.monotonic)
                <= moment.monotonic + Self.aheadMilliseconds
    }

    /// Whether the number of intents on record and not answered allows one more.
    ///
    /// What was written and not sent is doubt after a kill, so a lane writes ahead at most its
    /// concurrency, no further than its pace reaches, and nothing where no look could tell.
    private func hasSlot(isRead: Bool) -> Bool {
        let width = width
        let all = ahead.reads + ahead.writes
        guard width > 1, setup.canLook else { return all + flights.count < width }
        let reach = paces.within(milliseconds: Self.aheadMilliseconds, isRead: isRead)
        return ahead[isRead: isRead] < min(width, max(1, reach))
    }

    /// Writes the intent of one task; false when the lane must wait for something first.
    private mutating func stage(
        _ task: Task, _ moment: Moment, _ tickets: inout Tickets, into effects: inout Effects
    ) -> Bool {
        let bare: Request
        do throws(Problem) {
            bare = try request(of: task)
        } catch {
            wait(task, until: moment.monotonic)
            finish(.refused, error.what)
            return false
        }
        guard let (request, token) = authorize(bare, moment, &tickets, into: &effects) else {
            wait(task, until: moment.monotonic)
            return false
        }
        let ticket = tickets.next()
        staged[ticket] = Flight(task: task, request: request, token: token)
        ahead[isRead: task.step.isRead] += 1
        effects.records.append(.intent(intent(of: task, request, ticket, moment)))
        return true
    }

    private mutating func loadIfLow(into effects: inout Effects) {
        guard !isLoaded, !isLoading, ready.count < Self.pageLowWater else { return }
        isLoading = true
        effects.loads.append(index)
    }
}
