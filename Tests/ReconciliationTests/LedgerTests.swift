// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Reconciliation

/// The day of November 2026, or of the months after it.
func day(_ number: Int64, month: Int64 = 11) -> CivilDate {
    CivilDate(year: 2026, month: month, day: number) ?? CivilDate(daysSinceEpoch: 0)
}

func amount(_ text: String) -> Amount { Amount(text) ?? .zero }

func claim(
    _ no: Int64, label: String = "", tracking: String = "", shipment: String = "",
    reference: String = "", _ cost: String? = "10.00", currency: String = "USD",
    account: String = "us", charged: Bool = true, on date: CivilDate = day(1)
) -> Claim {
    Claim(
        id: ClaimID(run: 1, no: no, label: label), account: account, provider: .shipStation,
        shipmentID: shipment, trackingNumber: tracking, reference: reference,
        amount: cost.map(amount), currency: currency, isCharged: charged, day: date)
}

func credit(
    label: String = "", tracking: String = "", shipment: String = "", reference: String = "",
    _ value: String = "10.00", currency: String = "USD", account: String = "",
    invoice: String = "INV", on date: CivilDate = day(5)
) -> Credit {
    Credit(
        identity: "", account: account, labelID: label, trackingNumber: tracking,
        shipmentID: shipment, reference: reference, amount: amount(value), currency: currency,
        day: date, invoice: invoice)
}

struct KeyCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let claims: [Claim]
    let credits: [Credit]
    /// What each claim received.
    let received: [String]
    let unexpected: String

    init(
        _ name: String, _ claims: [Claim], _ credits: Credit..., received: String...,
        unexpected: String = "0"
    ) {
        testDescription = name
        self.claims = claims
        self.credits = credits
        self.received = received
        self.unexpected = unexpected
    }

    static let all: [KeyCase] = [
        Self(
            "a label id", [claim(1, label: "L1"), claim(2, label: "L2")], credit(label: "L2"),
            received: "0", "10"),
        Self(
            "a tracking number", [claim(1, label: "L1", tracking: "T1")], credit(tracking: "T1"),
            received: "10"),
        Self("a shipment id", [claim(1, shipment: "S1")], credit(shipment: "S1"), received: "10"),
        Self("a reference", [claim(1, reference: "R1")], credit(reference: "R1"), received: "10"),
        Self(
            "the strongest key decides",
            [claim(1, label: "L1", reference: "R"), claim(2, label: "L2", reference: "R")],
            credit(label: "L2", reference: "R"), received: "0", "10"),
        Self(
            "a weaker key never speaks against a stronger one",
            [claim(1, label: "L1", reference: "R")], credit(label: "L9", reference: "R"),
            received: "0", unexpected: "10"),
        Self(
            "a label id we do not have leaves the tracking number",
            [claim(1, tracking: "T1")], credit(label: "L9", tracking: "T1"), received: "10"),
        Self(
            "an amount alone matches nothing", [claim(1, label: "L1")], credit(), received: "0",
            unexpected: "10"),
        Self(
            "one credit for two labels of a shipment",
            [claim(1, label: "L1", shipment: "S", "4"), claim(1, label: "L2", shipment: "S", "6")],
            credit(shipment: "S"), received: "4", "6"),
        Self(
            "two credits for one label", [claim(1, label: "L1")], credit(label: "L1", "3.99"),
            credit(label: "L1", "6.01"), received: "10"),
        Self(
            "a part of it", [claim(1, label: "L1")], credit(label: "L1", "9.99"),
            received: "9.99"),
        Self(
            "more than expected", [claim(1, label: "L1")], credit(label: "L1", "10.01"),
            received: "10", unexpected: "0.01"),
        Self(
            "another currency", [claim(1, label: "L1")], credit(label: "L1", currency: "CAD"),
            received: "0", unexpected: "10"),
        Self(
            "a reference of two accounts is nobody's",
            [claim(1, reference: "R"), claim(2, reference: "R", account: "eu")],
            credit(reference: "R"), received: "0", "0", unexpected: "10"),
        Self(
            "unless the file names the account",
            [claim(1, reference: "R"), claim(2, reference: "R", account: "eu")],
            credit(reference: "R", account: "eu"), received: "0", "10"),
        Self(
            "a label never charged expects nothing", [claim(1, label: "L1", charged: false)],
            credit(label: "L1"), received: "0", unexpected: "10"),
        Self(
            "a label without a cost expects nothing we know of", [claim(1, label: "L1", nil)],
            credit(label: "L1"), received: "0", unexpected: "10"),
        Self(
            "a tracking number that differs only in case is another",
            [claim(1, tracking: "t1")], credit(tracking: "T1"), received: "0", unexpected: "10"),
    ]
}

struct LedgerTests {
    @Test(arguments: KeyCase.all)
    func `a credit goes where its strongest key says`(_ one: KeyCase) {
        let events =
            one.claims.map(LedgerEvent.claimed) + one.credits.map(LedgerEvent.credited)
        let ledger = Ledger(events)
        #expect(ledger.positions.map(\.received) == one.received.map(amount))
        #expect(sum(ledger, .unexpected) == amount(one.unexpected))
    }

    /// Whatever the order of claims and credits, the same money is received in the end.
    @Test(
        arguments: KeyCase.all.filter {
            $0.credits.count == 1 && !$0.testDescription.hasPrefix("a reference of")
        })
    func `a credit that comes before its void is explained by it`(_ one: KeyCase) {
        let events =
            one.credits.map(LedgerEvent.credited) + one.claims.map(LedgerEvent.claimed)
        let ledger = Ledger(events)
        #expect(ledger.positions.map(\.received) == one.received.map(amount))
        var left = sum(ledger, .unexpected)
        left -= sum(ledger, .explained)
        #expect(left == amount(one.unexpected))
    }

    private func sum(_ ledger: Ledger, _ kind: Posting.Kind) -> Amount {
        ledger.postings.filter { $0.kind == kind }.reduce(into: .zero) { $0 += $1.amount }
    }

    private func november(_ ledger: Ledger) throws -> StatementAccount {
        let month = try #require(CalendarMonth("2026-11"))
        return try #require(MonthStatement(ledger, month: month).accounts.first)
    }

    private func december(_ ledger: Ledger) throws -> StatementAccount {
        let month = try #require(CalendarMonth("2026-12"))
        return try #require(MonthStatement(ledger, month: month).accounts.first)
    }

    @Test func `what is read after the close falls in the next month`() throws {
        let month = try #require(CalendarMonth("2026-11"))
        let before: [LedgerEvent] = [
            .claimed(claim(1, label: "L1")), .credited(credit(label: "L1", "4")),
            .closed(account: nil, month),
        ]
        let after = before + [.credited(credit(label: "L1", "5", on: day(6)))]
        let (first, again) = (try november(Ledger(before)), try november(Ledger(after)))
        #expect(first == again)
        let next = try december(Ledger(after))
        #expect(next.opening == amount("6"))
        #expect(next.credited == amount("5"))
        #expect(next.closing == amount("1"))
        #expect(next.lateLines == 1)
        #expect(next.addsUp)
    }

    @Test func `closing one account leaves the others open`() throws {
        let month = try #require(CalendarMonth("2026-11"))
        let ledger = Ledger([
            .closed(account: "eu", month), .claimed(claim(1, label: "L1", account: "us")),
            .claimed(claim(2, label: "L2", account: "eu")),
        ])
        #expect(ledger.postings.map(\.month.description) == ["2026-11", "2026-12"])
    }

    @Test func `a write-off ends what is expected, and names its person`() throws {
        let ledger = Ledger([
            .claimed(claim(1, label: "L1")), .credited(credit(label: "L1", "4")),
            .writtenOff(run: 1, no: 1, day: day(20), by: "finance", reason: "too old"),
            .credited(credit(label: "L1", "6", on: day(21))),
        ])
        let account = try november(ledger)
        #expect(account.writtenOffBy == ["finance": amount("6")])
        #expect(account.closing == .zero)
        #expect(account.unexpectedClosing == amount("6"))
        #expect(account.addsUp)
    }

    @Test func `a shipment seen open again is expected no longer, and again when it is cancelled`()
        throws
    {
        let gone: [LedgerEvent] = [
            .claimed(claim(1)),
            .withdrawn(run: 1, no: 1, day: day(3), by: "a look", reason: "open"),
        ]
        let withdrawn = try november(Ledger(gone))
        #expect(withdrawn.closing == .zero)
        let back = try november(Ledger(gone + [.claimed(claim(1, on: day(4)))]))
        #expect(back.closing == amount("10"))
        #expect(back.voided == amount("20"))
        #expect(back.addsUp)
    }

    @Test func `what was never charged is shown and comes to nothing`() throws {
        let account = try november(Ledger([.claimed(claim(1, label: "L", charged: false))]))
        #expect(account.voided == amount("10"))
        #expect(account.neverCharged == amount("10"))
        #expect(account.closing == .zero)
    }

    @Test func `an early credit is unexpected until the month of its void`() throws {
        let ledger = Ledger([
            .credited(credit(label: "L1", on: day(28))),
            .claimed(claim(1, label: "L1", on: day(2, month: 12))),
        ])
        let month = try #require(CalendarMonth("2026-11"))
        let first = try #require(MonthStatement(ledger, month: month).accounts.first)
        #expect(first.unexpectedClosing == amount("10"))
        let next = MonthStatement(ledger, month: month.next).accounts
        #expect(next.map(\.unexpectedClosing) == [.zero, .zero])
        #expect(next.last?.credited == amount("10"))
        #expect(next.allSatisfy { $0.addsUp })
    }

    @Test(arguments: [
        (Int64(30), Age.upTo30), (31, .upTo60), (60, .upTo60), (90, .upTo90), (91, .older),
    ])
    func `money ages by days`(_ days: Int64, _ age: Age) { #expect(Age(days: days) == age) }

    @Test func `what is missing for longer than usual is a difference`() {
        let ledger = Ledger([.claimed(claim(1, label: "L1"))])
        #expect(!RefundStanding(ledger, on: day(2, month: 12)).hasDifferences)
        #expect(RefundStanding(ledger, on: day(3, month: 12)).hasDifferences)
    }
}
