// SPDX-License-Identifier: MIT

import Audit
import Exports
import Job
import Model

/// Why a plan may not be applied until somebody approves it.
struct Blocking {
    let request: PlanRequest
    let tally: Tally
    let shortfalls: [String]

    /// Every reason, not only the first.
    var reasons: [String] {
        shortfalls + overflow + run + accounts + expectations + approval
    }

    private var overflow: [String] {
        tally.overflowed ? ["a sum of money is too large to be exact"] : []
    }

    private var run: [String] {
        LimitCheck(tally.planned.values, scope: tally.scope.values.reduce(0, +))
            .exceeded(request.limits(request.job.limits))
    }

    private var accounts: [String] {
        tally.planned.keys.sorted().flatMap { name -> [String] in
            // With one account under the limits of the run, the run's reasons say it all.
            guard let account = request.job.account(name),
                account.limits != request.job.limits || tally.planned.count > 1
            else { return [] }
            return exceeded(account, place: " (account \(name))")
        }
    }

    /// The accounts over their own limits, each with its reasons, whatever the others plan.
    var overLimits: [String: [String]] {
        var found: [String: [String]] = [:]
        for name in tally.planned.keys {
            guard let account = request.job.account(name) else { continue }
            let reasons = exceeded(account)
            if !reasons.isEmpty { found[name] = reasons }
        }
        return found
    }

    private func exceeded(_ account: Account, place: String = "") -> [String] {
        guard let bucket = tally.planned[account.name] else { return [] }
        return LimitCheck([bucket], scope: tally.scope[account.name, default: 0])
            .exceeded(request.limits(account.limits), place: place)
    }

    private var expectations: [String] {
        let expect = request.job.expect
        var found: [String] = []
        let due = tally.reasons.reduce(0) { $1.key.kind == .due ? $0 + $1.value.count : $0 }
        if let rows = expect.rows, !rows.holds(for: Int(tally.counts.rows)) {
            found.append("expected rows \(rows), found \(tally.counts.rows)")
        }
        if let wanted = expect.due, !wanted.holds(for: Int(due)) {
            found.append("expected due \(wanted), found \(due)")
        }
        for (currency, wanted) in expect.value.sorted(by: { $0.key < $1.key }) {
            let amount = tally.value[currency] ?? .zero
            if !wanted.holds(for: amount) {
                found.append("expected \(currency) \(wanted), found \(amount.text())")
            }
        }
        if let rows = request.tightening.rows, rows != Int(tally.counts.rows) {
            found.append("expected \(rows) rows, found \(tally.counts.rows)")
        }
        for (currency, wanted) in request.tightening.expectedValue?.sorted ?? [] {
            let amount = tally.value[currency] ?? .zero
            if amount != wanted {
                found.append("expected \(currency) \(wanted.text()), found \(amount.text())")
            }
        }
        return found
    }

    private var approval: [String] {
        let approval = request.job.approval
        var found: [String] = []
        if let most = approval.itemsAbove, tally.counts.planned > Int64(most) {
            found.append("approval: \(tally.counts.planned) planned, above \(most)")
        }
        for (currency, most) in approval.valueAbove?.sorted ?? [] {
            let amount = tally.value[currency] ?? .zero
            if amount > most {
                found.append("approval: \(currency) \(amount.text()) planned, above \(most.text())")
            }
        }
        return found
    }
}
