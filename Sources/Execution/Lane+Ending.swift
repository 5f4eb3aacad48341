// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// Leaving in good order.
extension Lane {
    /// Nothing new is sent from here on; what is in flight may end.
    mutating func stop() { isStopping = true }

    /// Takes back what is on record and has not left; the record says so.
    mutating func withdraw(_ moment: Moment, into effects: inout Effects) {
        for (ticket, flight) in durable.reads.removeAll() + durable.writes.removeAll() {
            ahead[isRead: flight.task.step.isRead] -= 1
            withdraw(Flown(flight, ticket), moment, into: &effects)
        }
        leaveInDoubt(waiting.reads.removeAll(), moment, into: &effects)
        waiting.writes.removeAll()
        _ = ready.removeAll()
        if case .waitsUntil = token { token = .none }
    }

    private mutating func withdraw(
        _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        let (never, ticket) = (Self.never, flown.ticket)
        if let ticket { recordNotSent(ticket, moment, into: &effects) }
        switch flown.step {
        case .cancel:
            _ = putBack(flown, never.message, never.kind.rawValue, moment, into: &effects)
        case .void(let place):
            _ = putBackVoid(
                FlownLabel(flown, place), never.message, never.kind.rawValue, moment, into: &effects
            )
        case .look: leaveInDoubt(flown.work, moment, into: &effects)
        case .checkShipment, .checkLabels, .lookAtLabel, .delete: break
        }
    }

    private mutating func leaveInDoubt(
        _ tasks: [Task], _ moment: Moment, into effects: inout Effects
    ) {
        for task in tasks where task.step == .look {
            leaveInDoubt(task.work, moment, into: &effects)
        }
    }

    /// A first refusal whose look is not made any more may hide a shipment that was cancelled.
    private mutating func leaveInDoubt(
        _ work: Work, _ moment: Moment, into effects: inout Effects
    ) {
        guard let refusal = work.pendingRefusal, work.state != .inDoubt else { return }
        record(
            .inDoubt, "refused, and the lane ended before its look: \(refusal.words)",
            refusal.code, Flown(work, .look), moment, into: &effects)
    }

    private static let never = NoAnswer(
        .cancelled, .notSent, "the lane ended before it was sent")

    func recordNotSent(_ ticket: Ticket, _ moment: Moment, into effects: inout Effects) {
        effects.records.append(
            .outcome(
                ticket, .noAnswer(Self.never), at: moment.wall, durationMicroseconds: 0))
    }
}
