// SPDX-License-Identifier: MIT

package import Job
package import Model

/// What is to be sent, as the limits count it.
package struct LimitCheck {
    package var planned: Int64 = 0
    package var withoutCost: Int64 = 0
    package var value = Totals()
    /// A sum left the range of exact numbers; then no limit in money can be held against it.
    private(set) var isExact = true
    /// The rows that could have been chosen; nil where nobody knows, and then no share is checked.
    package var scope: Int64?

    package init() {}

    /// Takes in one shipment.
    package mutating func count(_ cost: Amount?, _ currency: String) {
        planned += 1
        guard let cost else { return withoutCost += 1 }
        isExact = value.add(cost, currency) && isExact
    }

    package mutating func add(_ other: LimitCheck) {
        planned += other.planned
        withoutCost += other.withoutCost
        isExact = value.add(other.value) && other.isExact && isExact
    }

    init(_ buckets: some Sequence<Bucket>, scope: Int64) {
        self.scope = scope
        for bucket in buckets {
            planned += bucket.count
            withoutCost += bucket.withoutCost
            isExact = value.add(bucket.value) && isExact
        }
    }

    /// Every limit that is exceeded, in words; `place` is what the words end with.
    package func exceeded(_ limits: RunLimits, place: String = "") -> [String] {
        (counts(limits) + money(limits)).map { $0 + place }
    }

    private func counts(_ limits: RunLimits) -> [String] {
        var found: [String] = []
        if planned > limits.items {
            found.append("items: \(planned) planned, \(limits.items) allowed")
        }
        if let scope, scope >= RunLimits.shareRowsMin,
            limits.share.isExceeded(by: Int(planned), of: Int(scope))
        {
            found.append("share: \(planned) of \(scope) in scope, \(limits.share) allowed")
        }
        return found
    }

    private func money(_ limits: RunLimits) -> [String] {
        guard let allowed = limits.value else { return [] }
        var found = isExact ? [] : ["value: a sum of money is too large to be exact"]
        for (currency, amount) in value.sorted {
            let name = currency.isEmpty ? "amounts without a currency" : currency
            guard let most = allowed[currency] else {
                found.append("value: \(name) \(amount.text()) planned, and no limit for it")
                continue
            }
            if amount > most {
                found.append("value: \(name) \(amount.text()) planned, \(most.text()) allowed")
            }
        }
        // More than one in twenty without a cost, and a limit in money says nothing.
        if withoutCost * 20 > planned {
            found.append("value: \(withoutCost) of \(planned) planned have no cost")
        }
        return found
    }
}
