// SPDX-License-Identifier: MIT

package import Model

/// How far one lane is, for whoever watches.
package struct LaneProgress: Sendable {
    package internal(set) var account = ""
    /// Verdicts of this process, by the state they gave.
    package internal(set) var settled: [ItemState: Int] = [:]
    package internal(set) var inFlight = 0
    package internal(set) var requests = 0
    package internal(set) var retries = 0
    /// Items that a look of this process saw done.
    package internal(set) var confirmed = 0
    /// Looks of this process that were answered.
    package internal(set) var looked = 0
    /// Requests a minute that the lane allows itself just now; nil without a limit.
    package internal(set) var perMinute: Double?
    /// Items that wait for a look or a repeat.
    package internal(set) var waiting = 0
    package internal(set) var holding: LaneHolding?
    /// The newest thing that did not go well, in the provider's words.
    package internal(set) var problem: LaneProblem?

    /// Items this process has nothing more to do for.
    package var done: Int {
        settled.reduce(0) { $1.key == .planned ? $0 : $0 + $1.value }
    }

    mutating func count(_ state: ItemState, isRepeated: Bool = false) {
        if state == .planned { retries += 1 }
        if !isRepeated, state != .planned, state != .inDoubt { settled[state, default: 0] += 1 }
    }
}

/// Something that did not go well, and when.
package struct LaneProblem: Sendable, Equatable {
    package var words: String
    /// The shipment it is about; empty where it is about the account.
    package var id = ""
    package var at: Int64
}

extension Engine {
    /// How far each lane is.
    package func progress(_ moment: Moment) -> [LaneProgress] {
        lanes.map { lane in
            var progress = lane.progress
            progress.account = lane.setup.account
            progress.inFlight = lane.flights.count
            progress.holding = lane.holding(moment)
            progress.waiting = lane.waitingCount
            progress.perMinute = lane.paces.perMinute(
                isRead: lane.setup.lookOnly != nil, at: moment.monotonic)
            return progress
        }
    }
}
