// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Reconciliation
import SQLite
import Testing

@testable import Reports

/// What is expected back: one sum, wherever somebody reads it.
@Suite struct BooksTests {
    /// Every provider, and whatever decides whether money comes back.
    private static let night: [Made] = [
        Made(
            id: "se-1", cost: "99.00", labels: [label("6.00", "0.55")],
            happens: voided("on_creation")),
        Made(
            id: "se-2", cost: "99.00", labels: [label("7.00", nil)],
            happens: voided("on_carrier_acceptance")),
        Made(id: "se-3", cost: "99.00", happens: [.cancelled, .confirmed]),
        Made(
            id: "se-4", cost: "99.00", labels: [label("8.00", nil)],
            happens: voided("on_creation").dropLast() + [.refused("no", "no")]),
        Made(
            id: "se-5", cost: "99.00", labels: [label("9.00", nil)],
            happens: [Happening(purpose: .void, status: 400, void: .refused), .cancelled]),
        Made(
            id: "sc-1", provider: "sendcloud-returns", account: "eu-returns", cost: "5.25",
            currency: "EUR", happens: [.accepted, .confirmed]),
        Made(
            id: "sc-2", provider: "sendcloud-returns", account: "eu-returns", cost: "4.10",
            currency: "EUR", happens: [.accepted]),
        Made(
            id: "sc-3", provider: "sendcloud-returns", account: "eu-returns", cost: "3.00",
            currency: "EUR",
            happens: [.cancelled, Happening(purpose: .look, status: 200, state: .inDoubt)]),
        Made(
            id: "a-1", provider: "amazon-shipping", account: "amazon-uk", cost: "7.50",
            currency: "GBP", happens: [.cancelled]),
        Made(
            id: "cp-1", provider: "sorted-pro", account: "wms", cost: "12.00", currency: "AUD",
            happens: [.cancelled, .confirmed]),
        Made(
            id: "1/2/3", provider: "microsoft-hardware", account: "drivers", cost: nil,
            currency: "", happens: [.accepted]),
    ]

    private static func label(_ cost: String, _ insurance: String?) -> PlannedLabel {
        PlannedLabel(
            id: "L1", trackingNumber: "", status: "completed", cost: cost, insurance: insurance,
            currency: "USD")
    }

    private static func voided(_ chargeEvent: String) -> [Happening] {
        [
            Happening(purpose: .look, status: 200, body: seen(chargeEvent)),
            Happening(purpose: .void, status: 200, void: .voided), .cancelled,
        ]
    }

    /// A label as ShipStation shows it; whose it is stands in no test of the charge.
    private static func seen(_ chargeEvent: String) -> String {
        #"{"label_id":"L1","status":"completed","voided":false,"charge_event":"\#(chargeEvent)"}"#
    }

    private func applied() throws -> (Record, Int64) {
        let record = try Record()
        let run = try record.plan(Self.night)
        try record.apply(run, Self.night)
        return (record, run)
    }

    private let expected = ["AUD": "0.00", "EUR": "5.25", "GBP": "7.50", "USD": "14.55"]
    private let day = CivilDate("2026-11-21")

    @Test func `nothing is expected for what nobody charged, and nothing before it is cancelled`()
        throws
    {
        let (record, run) = try applied()
        let report = try record.report(run)
        #expect(texts(report.books.expected) == expected)
        #expect(
            texts(report.cancelledValue)
                == ["AUD": "12.00", "EUR": "5.25", "GBP": "7.50", "USD": "396.00"])
        #expect(
            Headline(report).money
                == "AUD 12.00 cancelled, 0.00 expected back, 0.00 received"
                + " · EUR 5.25 cancelled, 5.25 expected back, 0.00 received"
                + " · GBP 7.50 cancelled, 7.50 expected back, 0.00 received"
                + " · USD 396.00 cancelled, 14.55 expected back, 0.00 received"
                + " · 1 item without an amount")
    }

    @Test(arguments: [false, true])
    func `report, refunds, statement and labels agree to the cent`(credited: Bool) throws {
        let (record, run) = try applied()
        if credited { try record.credit("sc-1", "4.00", "EUR") }
        let report = try record.report(run)
        let ledger = Ledger(try BooksReader(record.connection, zone: .utc).events())
        let standing = RefundStanding(ledger, on: try #require(day)).sums
        #expect(standing.mapValues { $0.expected.text() } == texts(report.books.expected))
        let month = try #require(CalendarMonth("2026-11"))
        let statement = MonthStatement(ledger, month: month)
        let stated = statement.accounts.map {
            ($0.key.currency, $0.voided - $0.neverCharged - $0.withdrawn)
        }
        #expect(Dictionary(uniqueKeysWithValues: stated) == report.books.expected.amounts)
        #expect(report.summary["expected"]?.totals == report.books.expected)
        #expect(Night(report).expected == report.books.expected)
        try keepLabels(of: run, record)
        #expect(try labels(record) == "14.55")
    }

    @Test func `what a person finds out of a shipment takes no void back`() throws {
        let (record, run) = try applied()
        try record.act(.resolve, run: run, no: 3, reason: "asked", ["as": "not-cancelled"])
        try keepLabels(of: run, record)
        #expect(texts(try record.report(run).books.expected) == expected)
        #expect(try labels(record) == "14.55")
    }

    @Test func `a charge that is seen after the void changes neither books nor report`() throws {
        let (record, run) = try applied()
        let position = try Position.newest(record.connection)
        let before = try record.report(run).summary
        let late = Made(
            id: "se-1",
            happens: [
                Happening(
                    purpose: .look, status: 200, body: Self.seen("on_carrier_acceptance"))
            ])
        try record.apply(run, [late])
        #expect(texts(try record.report(run).books.expected) == expected)
        #expect(try Report(record.connection, run: run, at: position).summary == before)
    }

    /// As an apply does at its end.
    private func keepLabels(of run: Int64, _ record: Record) throws {
        try record.connection.transaction {
            var money = LabelMoney(act: try Log.size(record.connection), record.connection)
            try money.expect(run: run, zone: .utc)
        }
    }

    private func labels(_ record: Record) throws -> String {
        var sum = Totals()
        try record.connection.each("SELECT expected, currency FROM labels") { row in
            guard let expected = row.textOrNil(0).flatMap({ Amount($0) }) else { return }
            _ = sum.add(expected, row.text(1))
        }
        return sum["USD"]?.text() ?? "none"
    }

    private func texts(_ totals: Totals) -> [String: String] {
        totals.amounts.mapValues { $0.text() }
    }
}

extension Amount {
    fileprivate static func - (left: Amount, right: Amount) -> Amount {
        left.subtracting(right) ?? left
    }
}
