// SPDX-License-Identifier: MIT

package import Providers

/// The budgets of one account: one for all requests, or one for reads and one for writes.
package struct LanePaces {
    private var paces: [(scope: PaceBudget.Scope, pacer: Pacer)]

    package init(_ budgets: [PaceBudget]) {
        paces = budgets.map { budget in
            let pacer = Pacer(
                limit: budget.requests, windowMilliseconds: budget.windowMilliseconds,
                burst: budget.burst)
            return (budget.scope, pacer)
        }
    }

    /// The earliest moment at which a request of this kind may leave.
    package func next(isRead: Bool, at monotonic: Int64) -> Int64 {
        var earliest = monotonic
        for (scope, pacer) in paces where Self.pays(scope, isRead) {
            earliest = max(earliest, pacer.next(at: monotonic))
        }
        return earliest
    }

    package mutating func take(isRead: Bool, at monotonic: Int64) {
        for place in paces.indices where Self.pays(paces[place].scope, isRead) {
            paces[place].pacer.take(at: monotonic)
        }
    }

    package mutating func throttle(isRead: Bool, at monotonic: Int64) {
        for place in paces.indices where Self.pays(paces[place].scope, isRead) {
            paces[place].pacer.throttle(at: monotonic)
        }
    }

    /// How many requests leave within that time at most.
    func within(milliseconds: Int64) -> Int {
        paces.map { Int(milliseconds * Int64($0.pacer.limit) / $0.pacer.windowMilliseconds) }
            .max() ?? .max
    }

    private static func pays(_ scope: PaceBudget.Scope, _ isRead: Bool) -> Bool {
        switch scope {
        case .all: true
        case .reads: isRead
        case .writes: !isRead
        }
    }
}
