// SPDX-License-Identifier: MIT

import Audit
import Model

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
        waiting.reads.removeAll()
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
        case .look, .checkShipment, .checkLabels, .lookAtLabel, .delete: break
        }
    }

    private static let never = NoAnswer(
        .cancelled, .notSent, "the lane ended before it was sent")

    func recordNotSent(_ ticket: Ticket, _ moment: Moment, into effects: inout Effects) {
        effects.records.append(
            .outcome(
                ticket, .noAnswer(Self.never), at: moment.wall, durationMicroseconds: 0))
    }
}
