// SPDX-License-Identifier: MIT

package import Model

/// The books: claims, credits and closings become postings, one event after the other.
///
/// Each event is judged by what stands in the log before it and by nothing after it. So the books
/// up to a position never change, whatever is read later, and a closed month stays as it was.
package struct Ledger: Sendable {
    /// What is known of one claim.
    package struct Position: Sendable {
        package let claim: Claim
        package fileprivate(set) var received = Amount.zero
        package fileprivate(set) var remaining: Amount
        package fileprivate(set) var writtenOff = Amount.zero
        package fileprivate(set) var withdrawn = Amount.zero
        package fileprivate(set) var isWithdrawn = false
        fileprivate let month: CalendarMonth

        /// What is to come back in all; nil where the record states no cost.
        package var expected: Amount? {
            if !claim.isCharged { return .zero }
            return isWithdrawn ? received : claim.amount
        }
    }

    /// A credit, or its rest, that waits for a claim.
    private struct Waiting {
        let credit: Credit
        var rest: Amount
        /// The account its unexpected posting stands under.
        let account: String
        let month: CalendarMonth
    }

    private struct Name: Hashable {
        let key: MatchKey
        let value: String
    }

    private struct Item: Hashable {
        let run: Int64
        let no: Int64
    }

    package private(set) var postings: [Posting] = []
    package private(set) var positions: [Position] = []
    private var places: [ClaimID: Int] = [:]
    private var ofItem: [Item: [Int]] = [:]
    private var named: [Name: [Int]] = [:]
    private var waiting: [Waiting] = []
    private var waitingNamed: [Name: [Int]] = [:]
    private var closedAll: CalendarMonth?
    private var closed: [String: CalendarMonth] = [:]

    package init(_ events: some Sequence<LedgerEvent> = []) {
        for event in events { take(event) }
    }

    package mutating func take(_ event: LedgerEvent) {
        switch event {
        case .claimed(let claim): take(claim)
        case .credited(let credit): take(credit)
        case .withdrawn(let run, let no, let day, let by, let reason):
            end(Item(run: run, no: no), .withdrawn, day, by, reason)
        case .writtenOff(let run, let no, let day, let by, let reason):
            end(Item(run: run, no: no), .writtenOff, day, by, reason)
        case .closed(let account?, let month):
            closed[account] = max(closed[account] ?? month, month)
        case .closed(nil, let month): closedAll = max(closedAll ?? month, month)
        }
    }

    /// The month an event falls in: its own, or the first that is open yet.
    private func month(of day: CivilDate, _ account: String) -> CalendarMonth {
        let own = CalendarMonth(of: day)
        let last = [closedAll, closed[account]].compactMap(\.self).max()
        return last.map { max(own, $0.next) } ?? own
    }
}

// MARK: Claims
extension Ledger {
    private mutating func take(_ claim: Claim) {
        if let place = places[claim.id] { return renew(place, claim.day) }
        let place = positions.count
        let month = month(of: claim.day, claim.account)
        let amount = claim.amount ?? .zero
        positions.append(
            Position(claim: claim, remaining: claim.isCharged ? amount : .zero, month: month))
        places[claim.id] = place
        ofItem[Item(run: claim.id.run, no: claim.id.no), default: []].append(place)
        for key in MatchKey.allCases where !key.value(claim).isEmpty {
            named[Name(key: key, value: key.value(claim)), default: []].append(place)
        }
        post(.voided, amount, place, claim.day, month)
        if !claim.isCharged { post(.neverCharged, amount, place, claim.day, month) }
        explain(place)
    }

    /// Seen cancelled again after its claim was withdrawn.
    private mutating func renew(_ place: Int, _ day: CivilDate) {
        guard positions[place].isWithdrawn else { return }
        let amount = positions[place].withdrawn
        positions[place].isWithdrawn = false
        positions[place].withdrawn = .zero
        positions[place].remaining = amount
        guard amount > .zero else { return }
        let own = month(of: day, positions[place].claim.account)
        post(.voided, amount, place, day, max(own, positions[place].month))
        explain(place)
    }

    /// What still remains of an item's claims comes to its end without a credit.
    private mutating func end(
        _ item: Item, _ kind: Posting.Kind, _ day: CivilDate, _ by: String, _ reason: String
    ) {
        for place in ofItem[item] ?? [] {
            let rest = positions[place].remaining
            if kind == .withdrawn, !positions[place].isWithdrawn {
                positions[place].isWithdrawn = true
                positions[place].withdrawn = rest
            }
            guard rest > .zero else { continue }
            positions[place].remaining = .zero
            if kind == .writtenOff { positions[place].writtenOff = rest }
            let own = month(of: day, positions[place].claim.account)
            post(kind, rest, place, day, max(own, positions[place].month)) {
                $0.by = by
                $0.reason = reason
            }
        }
    }
}

// MARK: Credits
extension Ledger {
    private struct Candidates {
        var places: [Int] = []
        var reason = ""
        /// Nothing that comes later can make it clear whose it is.
        var isHopeless = false
    }

    private mutating func take(_ credit: Credit) {
        let found = candidates(credit)
        var rest = credit.amount
        for place in found.places where rest > .zero {
            rest = apply(credit, rest, to: place, from: month(of: credit.day, account(place)))
        }
        guard rest > .zero else { return }
        let owner = found.places.first.map(account) ?? credit.account
        let month = month(of: credit.day, owner)
        postUnexpected(credit, rest, owner, month, reason(found, credit, rest))
        guard !found.isHopeless else { return }
        wait(Waiting(credit: credit, rest: rest, account: owner, month: month))
    }

    private func account(_ place: Int) -> String { positions[place].claim.account }

    private func reason(_ found: Candidates, _ credit: Credit, _ rest: Amount) -> String {
        guard let first = found.places.first else { return found.reason }
        let position = positions[first]
        if position.isWithdrawn { return "not cancelled after all" }
        if !position.claim.isCharged { return "never charged, as far as the record says" }
        if position.claim.amount == nil { return "the record states no cost" }
        if position.writtenOff > .zero { return "came after it was written off" }
        return rest == credit.amount ? "credited in full already" : "more than was expected"
    }

    /// The claims a credit is for: those of the strongest key that finds any, oldest first.
    private func candidates(_ credit: Credit) -> Candidates {
        var hasKey = false
        var otherCurrency = false
        for key in MatchKey.allCases where !key.value(credit).isEmpty {
            hasKey = true
            let known = named[Name(key: key, value: key.value(credit))] ?? []
            let matching = known.filter { belongs(credit, to: positions[$0].claim) }
            let places = matching.filter { positions[$0].claim.currency == credit.currency }
            otherCurrency = otherCurrency || !matching.isEmpty
            if places.isEmpty { continue }
            if Set(places.map(account)).count > 1 {
                return Candidates(
                    reason: "\(key.rawValue) is known in several accounts", isHopeless: true)
            }
            return Candidates(places: places)
        }
        if otherCurrency { return Candidates(reason: "expected in another currency") }
        return hasKey
            ? Candidates(reason: "nothing we voided has this key")
            : Candidates(reason: "no key: an amount alone matches nothing", isHopeless: true)
    }

    private func belongs(_ credit: Credit, to claim: Claim) -> Bool {
        (credit.account.isEmpty || credit.account == claim.account)
            && MatchKey.match(credit, claim) != nil
    }

    /// Takes from a credit what a claim still wants; what is left of the credit.
    private mutating func apply(
        _ credit: Credit, _ rest: Amount, to place: Int, from month: CalendarMonth
    ) -> Amount {
        let part = min(rest, positions[place].remaining)
        guard part > .zero, let left = rest.subtracting(part),
            let remaining = positions[place].remaining.subtracting(part),
            let received = positions[place].received.adding(part)
        else { return rest }
        positions[place].remaining = remaining
        positions[place].received = received
        let claimMonth = positions[place].month
        if claimMonth > month {
            // It was there before its claim: unexpected until then.
            postUnexpected(credit, part, account(place), month, "its void came later")
            postExplained(credit, part, account(place), claimMonth)
        }
        let key = MatchKey.match(credit, positions[place].claim)
        post(.credited, part, place, credit.day, max(month, claimMonth)) {
            $0.fill(credit)
            $0.key = key
        }
        return left
    }

    private mutating func wait(_ entry: Waiting) {
        for key in MatchKey.allCases where !key.value(entry.credit).isEmpty {
            waitingNamed[Name(key: key, value: key.value(entry.credit)), default: []]
                .append(waiting.count)
        }
        waiting.append(entry)
    }

    /// Gives a new claim the credits that came before it, in their order.
    private mutating func explain(_ place: Int) {
        let claim = positions[place].claim
        let names = MatchKey.allCases.map { Name(key: $0, value: $0.value(claim)) }
        let found = Set(names.filter { !$0.value.isEmpty }.flatMap { waitingNamed[$0] ?? [] })
        for index in found.sorted() {
            let entry = waiting[index]
            guard entry.rest > .zero, entry.credit.currency == claim.currency,
                belongs(entry.credit, to: claim)
            else { continue }
            let part = min(entry.rest, positions[place].remaining)
            guard part > .zero, let rest = entry.rest.subtracting(part) else { continue }
            waiting[index].rest = rest
            let month = max(
                entry.month, positions[place].month, self.month(of: claim.day, claim.account))
            postExplained(entry.credit, part, entry.account, month)
            _ = apply(entry.credit, part, to: place, from: month)
        }
    }
}

// MARK: Postings
extension Ledger {
    private mutating func post(
        _ kind: Posting.Kind, _ amount: Amount, _ place: Int, _ day: CivilDate,
        _ month: CalendarMonth, _ more: (inout Posting) -> Void = { _ in }
    ) {
        let claim = positions[place].claim
        var posting = Posting(
            kind: kind, month: month, day: day, account: claim.account, currency: claim.currency,
            amount: amount, claim: claim.id)
        posting.shipmentID = claim.shipmentID
        posting.labelID = claim.id.label
        posting.trackingNumber = claim.trackingNumber
        posting.reference = claim.reference
        more(&posting)
        postings.append(posting)
    }

    private mutating func postUnexpected(
        _ credit: Credit, _ amount: Amount, _ account: String, _ month: CalendarMonth,
        _ reason: String
    ) {
        var posting = Posting(
            kind: .unexpected, month: month, day: credit.day, account: account,
            currency: credit.currency, amount: amount)
        posting.fill(credit)
        posting.reason = reason
        postings.append(posting)
    }

    private mutating func postExplained(
        _ credit: Credit, _ amount: Amount, _ account: String, _ month: CalendarMonth
    ) {
        var posting = Posting(
            kind: .explained, month: month, day: credit.day, account: account,
            currency: credit.currency, amount: amount)
        posting.fill(credit)
        posting.reason = "its void came later"
        postings.append(posting)
    }
}

extension Posting {
    /// What the line of the refund file says, where the claim does not say it already.
    fileprivate mutating func fill(_ credit: Credit) {
        if shipmentID.isEmpty { shipmentID = credit.shipmentID }
        if labelID.isEmpty { labelID = credit.labelID }
        if trackingNumber.isEmpty { trackingNumber = credit.trackingNumber }
        if reference.isEmpty { reference = credit.reference }
        invoice = credit.invoice
        carrier = credit.carrier
    }
}
