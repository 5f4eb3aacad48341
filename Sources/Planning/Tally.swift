// SPDX-License-Identifier: MIT

package import Audit
import Exports
package import Model

/// What the rows of a plan came to: every row is counted once, under one reason.
package final class Tally {
    package var counts = RowCounts()
    /// Rows that a rule could have chosen: the whole a share is a part of.
    package private(set) var scope: [String: Int64] = [:]
    package private(set) var reasons: [Reason: Bucket] = [:]
    package private(set) var planned: [String: Bucket] = [:]
    private var excluded: [Bucket?] = Array(repeating: nil, count: Exclusion.allCases.count)

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

    package init() {}

    /// A row that no due rule chose.
    func exclude(_ why: Exclusion, _ row: borrowing JudgedRow) {
        counts.excluded += 1
        let place = why.place
        let bucket = excluded[place] ?? bucket(Reason(kind: .excluded, name: why.rawValue))
        excluded[place] = bucket
        bucket.add(row.cost, row.currency)
    }

    func bucket(_ reason: Reason) -> Bucket {
        if let known = reasons[reason] { return known }
        let fresh = Bucket()
        reasons[reason] = fresh
        return fresh
    }

    func plannedBucket(_ account: String) -> Bucket {
        if let known = planned[account] { return known }
        let fresh = Bucket()
        planned[account] = fresh
        return fresh
    }

    func addScope(_ count: Int64, _ account: String) { scope[account, default: 0] += count }

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

extension Exclusion {
    fileprivate var place: Int {
        switch self {
        case .outOfScope: 0
        case .notDue: 1
        case .cannotTell: 2
        }
    }
}
