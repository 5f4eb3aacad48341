// SPDX-License-Identifier: MIT

import Audit
import Model

/// Leaving in good order.
extension Lane {
    /// Nothing new is sent from here on; what is in flight may end.
    mutating func stop() { isStopping = true }

    /// Takes back what is on record and has not left; the record says so.
    mutating func withdraw(_ moment: Moment, into effects: inout Effects) {
        for (ticket, flight) in durable.removeAll() {
            recordNotSent(ticket, moment, into: &effects)
            guard flight.task.step == .cancel else { continue }
            let never = Self.never
            _ = putBack(
                Flown(flight, ticket), never.message, never.kind.rawValue, moment, into: &effects)
        }
        waiting.removeAll()
        _ = ready.removeAll()
        if case .waitsUntil = token { token = .none }
    }

    private static let never = NoAnswer(
        .cancelled, .notSent, "the lane ended before it was sent")

    func recordNotSent(_ ticket: Ticket, _ moment: Moment, into effects: inout Effects) {
        effects.records.append(
            .outcome(
                ticket, .noAnswer(Self.never), at: moment.wall, durationMicroseconds: 0))
    }
}
