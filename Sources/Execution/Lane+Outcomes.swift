// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// What the lane makes of things that happened.
extension Lane {
    /// Takes in the items it asked for.
    mutating func loaded(
        _ items: [LoadedItem], isLast: Bool, _ moment: Moment, into effects: inout Effects
    ) {
        isLoading = false
        isLoaded = isLast
        for item in items {
            if setup.lookOnly != nil {
                lookLater(item.work, moment)
            } else {
                takeUp(item, moment, into: &effects)
            }
        }
    }

    /// An item that a killed process left on its way is in doubt until something tells.
    private mutating func takeUp(
        _ item: LoadedItem, _ moment: Moment, into effects: inout Effects
    ) {
        switch item.work.state {
        case .planned: ready.append(item.work)
        case .cancelled: deleteOrLook(item.work, moment)
        // Every cancel counts as an attempt, so what is on its way without one is a void.
        case _ where item.work.attempts == 0:
            takeUpLabels(item.work, moment, into: &effects)
        // In doubt with an answer is a first refusal whose look the end of its lane took away.
        case .sending,
            .inDoubt where item.unjudged != nil:
            let decision = item.unjudged.map {
                Decision.afterCancel(
                    $0, judgedBy: setup.provider, item.work, canLook: setup.canLook)
            }
            carryOut(decision ?? .lostAnswer, Flown(item.work, .cancel), moment, into: &effects)
        default: follow(item.work, moment)
        }
    }

    /// This intent is on record: its request may leave.
    mutating func committed(
        _ ticket: Ticket, superseded run: Int64?, _ moment: Moment, into effects: inout Effects
    ) {
        if token == .staged(ticket) { return sendToken(ticket, moment, into: &effects) }
        guard let flight = staged.removeValue(forKey: ticket) else { return }
        let isRead = flight.task.step.isRead
        guard let run else { return durable[isRead: isRead].append((ticket, flight)) }
        ahead[isRead: isRead] -= 1
        let flown = Flown(flight.task.work, flight.task.step)
        // Its own run: somebody took it out while it waited, or another process sends it, and the
        // record says so already.
        guard run != key(of: flown.work).run else { return progress.count(.dropped) }
        record(.superseded, "run \(run) has this shipment", "", flown, moment, into: &effects)
    }

    /// This intent is not on record, so its request must not leave.
    mutating func notCommitted(_ ticket: Ticket) {
        if token == .staged(ticket) { token = .none }
        guard let flight = staged.removeValue(forKey: ticket) else { return }
        ahead[isRead: flight.task.step.isRead] -= 1
    }

    /// An exchange of this lane ended.
    mutating func ended(
        _ ticket: Ticket, _ outcome: Outcome, microseconds: Int64, _ moment: Moment,
        into effects: inout Effects
    ) {
        if token == .inFlight(ticket) {
            return tokenEnded(
                ticket, outcome, microseconds: microseconds, moment, into: &effects)
        }
        let outcome = outcome.answered(setup.kept)
        effects.records.append(
            .outcome(ticket, outcome, at: moment.wall, durationMicroseconds: microseconds))
        guard let flight = flights.removeValue(forKey: ticket) else { return }
        conclude(outcome, Flown(flight, ticket), moment, into: &effects)
    }

    private mutating func conclude(
        _ outcome: Outcome, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        switch flown.step {
        case .cancel:
            flown.work.attempts += 1
            flown.work.isCutOff = false
            flown.work.state = .sending
            flown.work.isOnRecord = true
            let decision = Decision.afterCancel(
                outcome, judgedBy: setup.provider, flown.work, canLook: setup.canLook)
            carryOut(decision, flown, moment, into: &effects)
        case .look:
            flown.work.tries += 1
            if case .answer = outcome { progress.looked += 1 }
            carryOut(afterLook(outcome, flown, moment), flown, moment, into: &effects)
        case .checkShipment, .checkLabels:
            flown.work.tries += 1
            checked(outcome, flown, moment, into: &effects)
        case .void(let place):
            voided(outcome, FlownLabel(flown, place), moment, into: &effects)
        case .lookAtLabel(let place):
            sawLabel(outcome, FlownLabel(flown, place), moment, into: &effects)
        case .delete: deleted(outcome, flown, moment, into: &effects)
        }
    }

    private func afterLook(_ outcome: Outcome, _ flown: Flown, _ moment: Moment) -> Decision {
        guard setup.lookOnly != nil || flown.work.state == .cancelled else {
            return .afterLook(
                outcome, judgedBy: setup.provider, flown.work,
                isSettled: flown.sentAt >= flown.work.settledFrom)
        }
        return .afterConfirmingLook(
            outcome, judgedBy: setup.provider, flown.work,
            isPastTime: isPastTime(flown.work, moment))
    }
}

/// An item after an exchange, with what the next step wants to know of it.
struct Flown {
    var work: Work
    var step: Lane.Step
    var ticket: Ticket?
    var sentAt: Int64
    var token: Int?

    init(_ work: Work, _ step: Lane.Step) {
        (self.work, self.step) = (work, step)
        sentAt = .min
    }

    init(_ flight: Lane.Flight, _ ticket: Ticket) {
        (work, step) = (flight.task.work, flight.task.step)
        (sentAt, token) = (flight.sentAt, flight.token)
        self.ticket = ticket
    }
}
