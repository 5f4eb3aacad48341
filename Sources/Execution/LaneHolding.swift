// SPDX-License-Identifier: MIT

import Model

/// What a lane waits for just now, the first that is true; nil while it simply sends.
package enum LaneHolding: Sendable, Equatable {
    case ended(String)
    case done
    /// Nothing new is sent any more; what is in flight comes home.
    case stopping
    case stopped
    /// The breaker is open; then one item tries.
    case breaker(milliseconds: Int64)
    case breakerTries
    case throttled(milliseconds: Int64)
    case away(milliseconds: Int64)
    case token
    /// One item goes first.
    case canary
    /// Nothing is to be sent before an item may be looked at or repeated.
    case item(milliseconds: Int64)
}

extension Lane {
    func holding(_ moment: Moment) -> LaneHolding? {
        if let end { return .ended(end.reason) }
        if isStopping { return isDone ? .stopped : .stopping }
        if isDone { return .done }
        func left(_ due: Int64) -> Int64 { max(0, due - moment.monotonic) }
        switch breaker.standing {
        case .open(let until): return .breaker(milliseconds: left(until))
        case .trying: return .breakerTries
        case .closed, .tripped: break
        }
        if pausedUntil > moment.monotonic {
            return awayTries > 0
                ? .away(milliseconds: left(pausedUntil))
                : .throttled(milliseconds: left(pausedUntil))
        }
        if token != .none { return .token }
        if !canaryPassed, setup.lookOnly == nil { return .canary }
        guard flights.isEmpty, ready.isEmpty, isLoaded else { return nil }
        return lesser(waiting.reads.firstDue, waiting.writes.firstDue).map {
            .item(milliseconds: left($0))
        }
    }
}
