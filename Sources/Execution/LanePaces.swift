// SPDX-License-Identifier: MIT

package import Audit
import Model
package import Providers

/// The budgets of one account: one for all requests, or one for reads and one for writes.
package struct LanePaces {
    private var paces: [(scope: PaceBudget.Scope, pacer: Pacer)]

    package init(_ budgets: [PaceBudget]) {
        paces = budgets.map { budget in
            let pacer = Pacer(
                limit: budget.requests, windowMilliseconds: budget.windowMilliseconds,
                burst: budget.burst, isBucket: budget.burstIsExtra)
            return (budget.scope, pacer)
        }
    }

    /// Goes on where earlier processes stopped.
    ///
    /// What may have left just before the start counts as sent now, and so does what a clock that
    /// was set back has put into the future.
    package mutating func take(_ history: SendHistory, at moment: Moment) {
        let moments = history.sent.map { sent in
            let gone = sent.at.map { moment.wall.milliseconds - $0.milliseconds } ?? 0
            return (sent.isRead, moment.monotonic - max(0, gone))
        }
        for (isRead, at) in moments.sorted(by: { $0.1 < $1.1 }) { take(isRead: isRead, at: at) }
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

    /// How many requests of this kind leave within that time at most.
    func within(milliseconds: Int64, isRead: Bool) -> Int {
        var least = Int.max
        for (scope, pacer) in paces where Self.pays(scope, isRead) {
            least = min(
                least, Int(milliseconds * Int64(pacer.limit) / max(1, pacer.windowMilliseconds)))
        }
        return least
    }

    /// The requests of this kind a minute that are allowed just now; nil without a limit.
    func perMinute(isRead: Bool, at monotonic: Int64) -> Double? {
        paces.filter { Self.pays($0.scope, isRead) }.map { $0.pacer.perMinute(at: monotonic) }
            .min()
    }

    /// How far back a request may still count.
    package static func windowMilliseconds(_ budgets: [PaceBudget]) -> Int64 {
        budgets.map { budget in
            let refill = budget.windowMilliseconds / Int64(max(1, budget.requests))
            return budget.windowMilliseconds * 2 + refill * Int64(max(1, budget.burst))
        }.max() ?? 0
    }

    private static func pays(_ scope: PaceBudget.Scope, _ isRead: Bool) -> Bool {
        switch scope {
        case .all: true
        case .reads: isRead
        case .writes: !isRead
        }
    }
}
