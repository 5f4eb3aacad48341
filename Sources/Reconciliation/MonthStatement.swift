// SPDX-License-Identifier: MIT

import Model

/// A month of the books, per account and currency: postings in, sums out.
package struct MonthStatement: Sendable {
    package let month: CalendarMonth
    /// In order of account and currency.
    package private(set) var accounts: [StatementAccount] = []
    /// The month's own lines, in the order of the record.
    package private(set) var lines: [Posting] = []
    /// What is still expected at its end, the oldest first.
    package private(set) var open: [OpenClaim] = []
    /// The runs whose shipments have a line, or something open.
    package private(set) var runs: [Int64] = []

    /// - Parameter account: only this one; nil is every account.
    package init(_ ledger: Ledger, month: CalendarMonth, account: String? = nil) {
        self.month = month
        var sums: [StatementAccount.Key: StatementAccount] = [:]
        var remaining: [ClaimID: Amount] = [:]
        for posting in ledger.postings
        where posting.month <= month && (account == nil || posting.account == account) {
            let key = StatementAccount.Key(
                account: posting.account, currency: posting.currency)
            sums[key, default: StatementAccount(key)].add(posting, month)
            if let claim = posting.claim, posting.sign != 0 {
                remaining[claim, default: .zero] += posting.signed
            }
            if posting.month == month { lines.append(posting) }
        }
        addOpen(ledger, remaining, &sums)
        accounts = sums.values.filter { !$0.isEmpty }.sorted { $0.key < $1.key }
        let named = lines.compactMap { $0.claim?.run } + open.map(\.claim.id.run)
        runs = Set(named).sorted()
    }

    private mutating func addOpen(
        _ ledger: Ledger, _ remaining: [ClaimID: Amount],
        _ sums: inout [StatementAccount.Key: StatementAccount]
    ) {
        let end = month.last.daysSinceEpoch
        for position in ledger.positions {
            let claim = position.claim
            guard let amount = remaining[claim.id], amount > .zero else { continue }
            let days = max(0, end - claim.day.daysSinceEpoch)
            open.append(OpenClaim(claim: claim, amount: amount, days: days))
            let key = StatementAccount.Key(account: claim.account, currency: claim.currency)
            sums[key]?.ages[Age(days: days), default: .zero] += amount
        }
        open.sort { ($0.days, $1.claim.id) > ($1.days, $0.claim.id) }
    }

    package var addsUp: Bool { accounts.allSatisfy(\.addsUp) }
}

extension Posting {
    /// The amount with the direction in which it moves what is expected.
    var signed: Amount { Amount(units: amount.units * sign, scale: amount.scale) }
}

extension StatementAccount {
    /// Nothing stood at its start and nothing happened.
    fileprivate var isEmpty: Bool {
        opening == .zero && closing == .zero && unexpectedOpening == .zero
            && unexpectedClosing == .zero && unexpected == .zero && voidedCount == 0
            && credited == .zero && writtenOff == .zero && withdrawn == .zero
    }

    fileprivate mutating func add(_ posting: Posting, _ month: CalendarMonth) {
        closing += posting.signed
        switch posting.kind {
        case .unexpected: unexpectedClosing += posting.amount
        case .explained: unexpectedClosing -= posting.amount
        default: break
        }
        if posting.month == month { addOwn(posting) } else { addEarlier(posting) }
    }

    private mutating func addEarlier(_ posting: Posting) {
        opening += posting.signed
        switch posting.kind {
        case .unexpected: unexpectedOpening += posting.amount
        case .explained: unexpectedOpening -= posting.amount
        default: break
        }
    }

    private mutating func addOwn(_ posting: Posting) {
        if posting.isLate { lateLines += 1 }
        switch posting.kind {
        case .voided:
            voided += posting.amount
            voidedCount += 1
        case .neverCharged: neverCharged += posting.amount
        case .credited:
            credited += posting.amount
            invoices[posting.invoice, default: .zero] += posting.amount
        case .writtenOff:
            writtenOff += posting.amount
            writtenOffBy[posting.by, default: .zero] += posting.amount
        case .withdrawn: withdrawn += posting.amount
        case .unexpected: unexpected += posting.amount
        case .explained: explained += posting.amount
        }
    }
}

extension Posting {
    /// It happened in a month that was closed before it was known.
    package var isLate: Bool { CalendarMonth(of: day) < month }
}
