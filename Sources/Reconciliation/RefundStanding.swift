// SPDX-License-Identifier: MIT

package import Model

/// How the refunds stand on a day: by currency, and each claim in one state.
package struct RefundStanding: Sendable {
    package enum State: String, CaseIterable, Sendable, Hashable {
        case received, partial, missing
        case writtenOff = "written_off"
        case withdrawn
        case neverCharged = "never_charged"
    }

    package struct Sums: Sendable, Equatable {
        package var expected = Amount.zero
        package var received = Amount.zero
        /// Expected, and neither received nor written off.
        package var missing = Amount.zero
        /// The part of what is missing that is older than usual.
        package var late = Amount.zero
        package var unexpected = Amount.zero
        package var writtenOff = Amount.zero
    }

    package struct Missing: Sendable, Equatable {
        package let claim: Claim
        package let amount: Amount
        package let days: Int64
        package var isLate: Bool { days > claim.usualDays }
    }

    package private(set) var sums: [String: Sums] = [:]
    package private(set) var counts: [State: Int64] = [:]
    /// What is missing, the oldest first.
    package private(set) var missing: [Missing] = []
    package private(set) var unexpected: [Posting] = []

    package init(_ ledger: Ledger, on day: CivilDate) {
        for position in ledger.positions { add(position, day) }
        for posting in ledger.postings { add(posting) }
        missing.sort { ($0.days, $1.claim.id) > ($1.days, $0.claim.id) }
    }

    /// Whether a person must look: a credit nobody expects, or one that should be here by now.
    package var hasDifferences: Bool {
        sums.values.contains { $0.unexpected > .zero || $0.late > .zero }
    }

    private mutating func add(_ position: Ledger.Position, _ day: CivilDate) {
        let claim = position.claim
        let state = Self.state(position)
        counts[state, default: 0] += 1
        var sum = sums[claim.currency] ?? Sums()
        sum.expected += position.expected ?? .zero
        sum.received += position.received
        sum.missing += position.remaining
        sum.writtenOff += position.writtenOff
        if position.remaining > .zero {
            let entry = Missing(
                claim: claim, amount: position.remaining,
                days: max(0, day.daysSinceEpoch - claim.day.daysSinceEpoch))
            if entry.isLate { sum.late += entry.amount }
            missing.append(entry)
        }
        sums[claim.currency] = sum
    }

    private static func state(_ position: Ledger.Position) -> State {
        if !position.claim.isCharged { return .neverCharged }
        if position.isWithdrawn { return .withdrawn }
        if position.writtenOff > .zero { return .writtenOff }
        if position.remaining > .zero { return position.received > .zero ? .partial : .missing }
        return .received
    }

    private mutating func add(_ posting: Posting) {
        switch posting.kind {
        case .unexpected:
            sums[posting.currency, default: Sums()].unexpected += posting.amount
            unexpected.append(posting)
        case .explained: sums[posting.currency, default: Sums()].unexpected -= posting.amount
        default: break
        }
    }
}

extension Amount {
    /// Sums of checked amounts stay within range; one that did not would keep what it had.
    static func += (left: inout Amount, right: Amount) { left = left.adding(right) ?? left }
    static func -= (left: inout Amount, right: Amount) { left = left.subtracting(right) ?? left }
}
