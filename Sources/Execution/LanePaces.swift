// SPDX-License-Identifier: MIT

import Providers

/// The budgets of one account: one for all requests, or one for reads and one for writes.
struct LanePaces {
    private var paces: [(scope: PaceBudget.Scope, pace: Pace)]

    init(_ budgets: [PaceBudget]) {
        paces = budgets.map { budget in
            let pace = Pace(
                limit: budget.requests, windowMilliseconds: budget.windowMilliseconds,
                burst: budget.burst)
            return (budget.scope, pace)
        }
    }

    /// The earliest moment at which a request of this kind may leave.
    func next(isRead: Bool, at monotonic: Int64) -> Int64 {
        var earliest = monotonic
        for (scope, pace) in paces where Self.pays(scope, isRead) {
            earliest = max(earliest, pace.next(at: monotonic))
        }
        return earliest
    }

    mutating func take(isRead: Bool, at monotonic: Int64) {
        for place in paces.indices where Self.pays(paces[place].scope, isRead) {
            paces[place].pace.take(at: monotonic)
        }
    }

    mutating func throttle(isRead: Bool, at monotonic: Int64) {
        for place in paces.indices where Self.pays(paces[place].scope, isRead) {
            paces[place].pace.throttle(at: monotonic)
        }
    }

    /// How many requests of this kind leave within that time at most.
    func within(milliseconds: Int64, isRead: Bool) -> Int {
        var count = Int.max
        for (scope, pace) in paces where Self.pays(scope, isRead) {
            count = min(count, Int(milliseconds * Int64(pace.limit) / pace.windowMilliseconds))
        }
        return count
    }

    private static func pays(_ scope: PaceBudget.Scope, _ isRead: Bool) -> Bool {
        switch scope {
        case .all: true
        case .reads: isRead
        case .writes: !isRead
        }
    }
}
