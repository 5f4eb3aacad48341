// SPDX-License-Identifier: MIT

package import Audit
import Exports
package import Model

/// What the rows of a plan came to: every row is counted once, under one reason.
package final class Tally {
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) package var counts = RowCounts()
    /// Rows that a rule could have chosen: the whole a share is a part of.
    package var scope: [String: Int64] {
        flushScope()
        return scopes
    }
    package private(set) var reasons: [Reason: Bucket] = [:]
    package private(set) var planned: [String: Bucket] = [:]
    /// Labels of planned shipments: where the account voids them they need requests too.
    package private(set) var labels: [String: Labels] = [:]
    private var scopes: [String: Int64] = [:]
    @exclusivity(unchecked) private var excluded = [Bucket?](
        repeating: nil, count: Excluded.allCases.count)
    @exclusivity(unchecked) private var lastScope: (account: [UInt8], count: Int64) = ([], 0)
    /// Rows of one account that one rule chose follow each other: their buckets are found once.
    @exclusivity(unchecked) private var lastPlanned: Chosen?

    private typealias Chosen = (account: [UInt8], reason: String, buckets: [Bucket])

    package struct Reason: Hashable, Comparable, Sendable {
        package let kind: Kind
        package let name: String

        package static func < (left: Self, right: Self) -> Bool {
            (left.kind.rawValue, left.name) < (right.kind.rawValue, right.name)
        }
    }

    package enum Kind: String, Sendable, CaseIterable {
        case due, held, settled, duplicate, unreadable, excluded
    }

    /// Labels of planned items.
    package struct Labels: Sendable, Equatable {
        package var count: Int64 = 0
        package var items: Int64 = 0
        package init() {}

        fileprivate mutating func add(_ more: Int) {
            count += Int64(more)
            items += 1
        }
    }

    package init() {}

    /// Takes in a row that is no item.
    func exclude(_ why: Excluded, _ cost: Amount?, _ currency: UnsafeRawBufferPointer) {
        counts.excluded += 1
        if let known = excluded[why.rawValue] { return known.add(cost, currency) }
        let fresh = bucket(.excluded, why.words)
        excluded[why.rawValue] = fresh
        fresh.add(cost, currency)
    }

    /// Takes in an item under its state and its reason.
    func add(_ item: LentItem) {
        let cost = item.state == .unreadable ? nil : item.cost?.amount
        for bucket in buckets(of: item) { bucket.add(cost, item.currency) }
        if item.state == .planned, !item.labels.isEmpty {
            labels[item.account.text, default: Labels()].add(item.labels.count)
        }
    }

    /// Counts an item; where its value belongs.
    private func buckets(of item: LentItem) -> [Bucket] {
        guard item.state == .planned else { return [heading(of: item)] }
        counts.planned += 1
        if let last = lastPlanned, item.account.equal(last.account), last.reason == item.reason {
            return last.buckets
        }
        let buckets = [bucket(.due, item.reason), plannedBucket(item.account.text)]
        lastPlanned = (Array(item.account), item.reason, buckets)
        return buckets
    }

    private func heading(of item: LentItem) -> Bucket {
        switch item.state {
        case .unreadable:
            counts.unreadable += 1
            return bucket(.unreadable, "unreadable")
        case .held:
            counts.held += 1
            return bucket(.held, item.reason)
        case .settled:
            counts.settled += 1
            return bucket(.settled, item.reason)
        case .duplicate:
            counts.duplicate += 1
            return bucket(.duplicate, "duplicate")
        default: return bucket(.due, item.reason)
        }
    }

    private func bucket(_ kind: Kind, _ name: String) -> Bucket {
        let reason = Reason(kind: kind, name: name)
        if let known = reasons[reason] { return known }
        let fresh = Bucket()
        reasons[reason] = fresh
        return fresh
    }

    private func plannedBucket(_ account: String) -> Bucket {
        if let known = planned[account] { return known }
        let fresh = Bucket()
        planned[account] = fresh
        return fresh
    }

    /// Counts a shipment that a rule could have chosen.
    func addScope(_ account: UnsafeRawBufferPointer) {
        // Rows of one account stand together: a String for each would cost more than the rest.
        if !account.equal(lastScope.account) {
            flushScope()
            lastScope.account = Array(account)
        }
        lastScope.count += 1
    }

    func addScope(_ account: String) { scopes[account, default: 0] += 1 }

    private func flushScope() {
        guard lastScope.count > 0 else { return }
        scopes[String(decoding: lastScope.account, as: UTF8.self), default: 0] += lastScope.count
        lastScope.count = 0
    }

    /// The value of everything planned.
    package var value: Totals {
        var totals = Totals()
        for bucket in planned.values { _ = totals.add(bucket.value) }
        return totals
    }

    package var overflowed: Bool {
        reasons.values.contains { $0.overflowed } || planned.values.contains { $0.overflowed }
    }
}
