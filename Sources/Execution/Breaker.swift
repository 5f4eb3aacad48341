// SPDX-License-Identifier: MIT

import Audit
import Job
import Model

/// Ends a lane when too many of its newest verdicts are bad (design.md 6.2, 11).
struct Breaker {
    static let window = 50
    static let warmUp = 20
    static let waitMilliseconds: Int64 = 10_000

    enum Standing: Equatable {
        case closed
        /// Open until that moment; then one item tries.
        case open(until: Int64)
        /// One item is on its way to try.
        case trying
        case tripped
    }

    /// How many of the newest verdicts may be bad.
    let tolerance: Tolerance
    private(set) var standing: Standing = .closed
    private var verdicts: [Bool] = []

    init(tolerance: Tolerance) { self.tolerance = tolerance }

    /// Goes on where an earlier process stopped; the newest verdicts, oldest first.
    init(tolerance: Tolerance, verdicts states: [ItemState], at monotonic: Int64) {
        self.tolerance = tolerance
        verdicts = states.suffix(Self.window).map(\.isBad)
        if exceeded { standing = .open(until: monotonic + Self.waitMilliseconds) }
    }

    /// Takes in one verdict; a bad one while an item tries ends the lane.
    mutating func record(bad: Bool, at monotonic: Int64) {
        switch standing {
        case .trying:
            standing = bad ? .tripped : .closed
            verdicts.removeAll()
        case .open, .tripped:
            return
        case .closed:
            verdicts.append(bad)
            if verdicts.count > Self.window { verdicts.removeFirst() }
            if exceeded { standing = .open(until: monotonic + Self.waitMilliseconds) }
        }
    }

    private var exceeded: Bool {
        guard verdicts.count >= Self.warmUp else { return false }
        return tolerance.isExceeded(by: verdicts.count(where: { $0 }), of: verdicts.count)
    }

    /// Lets the one item try once the wait is over.
    mutating func tryOne(at monotonic: Int64) {
        if case .open(let until) = standing, monotonic >= until { standing = .trying }
    }
}
