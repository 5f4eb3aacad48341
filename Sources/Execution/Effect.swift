// SPDX-License-Identifier: MIT

package import Audit
package import Model

/// What the engine wants done; the driver obeys, in this order, and reports back as events.
package struct Effects: Sendable {
    /// Goes on record in one transaction.
    package var records: [Record] = []
    /// Leaves now; its intent is on record already.
    package var sends: [Send] = []
    /// Lanes, by index, that want their next items.
    package var loads: [Int] = []

    package struct Send: Sendable {
        package let ticket: Ticket
        package let lane: Int
        package let request: Request
    }

    package var isEmpty: Bool { records.isEmpty && sends.isEmpty && loads.isEmpty }
}

/// What happened outside the engine.
package enum Event: Sendable {
    /// The lane's next items in the order they are to be sent; the last page says so.
    case loaded(lane: Int, [LoadedItem], isLast: Bool)
    /// Records are durable; these intents were not written, because another run has the shipment.
    case committed([Ticket], superseded: [Ticket: Int64])
    /// Other processes sent this meanwhile, on the same budgets.
    case others([OtherRequest])
    /// Nothing of this batch is on record.
    case notCommitted([Ticket], Problem)
    case ended(Ticket, lane: Int, Outcome, durationMicroseconds: Int64)
    /// Somebody wants the end of a run, or of all: finish what is in flight, send nothing new.
    case stop(StopReason, run: Int64? = nil)
    /// Time has passed.
    case tick
}

package enum StopReason: Sendable, Equatable {
    case signal(Int32)
    case command(String)
    case deadline
    case failures(String)
    case storage(Problem)
}
