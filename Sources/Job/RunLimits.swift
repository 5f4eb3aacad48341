// SPDX-License-Identifier: MIT

package import Model

/// What a run may do at most; on by default.
package struct RunLimits: Sendable, Equatable {
    package var items: Int
    /// Part of the scope, from `shareRowsMin` rows of scope on.
    package var share: Share
    /// By currency; nil where the job sets none.
    package var value: Totals?
    package var failures: Tolerance
    /// Nothing new is sent from the first occurrence after the plan was made.
    package var until: TimeOfDay?

    package static let shareRowsMin = 20
    package static let standard = RunLimits()

    package init(
        items: Int = 1000, share: Share = Share(percent: 50), value: Totals? = nil,
        failures: Tolerance = Tolerance(share: Share(percent: 5)), until: TimeOfDay? = nil
    ) {
        self.items = items
        self.share = share
        self.value = value
        self.failures = failures
        self.until = until
    }

    /// The stricter of both in every point.
    ///
    /// `plannedAt` is the local time the plan was made: it decides which `until` comes first. A
    /// currency that only one of them limits keeps that limit.
    package func tightened(by other: RunLimits, plannedAt: TimeOfDay) -> RunLimits {
        RunLimits(
            items: min(items, other.items), share: min(share, other.share),
            value: Self.stricter(value, other.value),
            failures: failures.tightened(by: other.failures),
            until: Self.earlier(until, other.until, after: plannedAt))
    }

    private static func stricter(_ left: Totals?, _ right: Totals?) -> Totals? {
        guard let left, let right else { return left ?? right }
        var result = Totals()
        for currency in Set((left.sorted + right.sorted).map(\.currency)) {
            guard let amount = lesser(left[currency], right[currency]) else { continue }
            _ = result.add(amount, currency)
        }
        return result
    }

    private static func earlier(
        _ left: TimeOfDay?, _ right: TimeOfDay?, after start: TimeOfDay
    ) -> TimeOfDay? {
        guard let left, let right else { return left ?? right }
        return left.minutes(after: start) <= right.minutes(after: start) ? left : right
    }
}
