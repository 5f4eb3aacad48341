// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation
import SQLite
import Testing

struct HostileLine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: String

    init(_ name: String, _ line: String) {
        testDescription = name
        self.line = line
    }

    /// Each is one line under `label_id,amount,currency,credited_at`.
    static let all: [HostileLine] = [
        Self("no amount", "L1,,EUR,2026-11-05"), Self("a word", "L1,ten,EUR,2026-11-05"),
        Self("a negative amount", "L1,-7.50,EUR,2026-11-05"), Self("nothing", "L1,0.00,EUR,"),
        Self("an exponent", "L1,1e9,EUR,"), Self("infinity", "L1,inf,EUR,"),
        Self("hexadecimal", "L1,0x10,EUR,"), Self("a formula", "L1,=1+1,EUR,"),
        Self("forty digits", "L1,9999999999999999999999999999999999999999,EUR,"),
        Self("a trillion", "L1,1000000000000,EUR,"), Self("seven decimals", "L1,0.0000001,EUR,"),
        Self("no currency", "L1,7.50,,"), Self("two currencies", "L1,$7.50 EUR USD,EUR,"),
        Self("an escape sequence for a currency", "L1,7.50,\u{1B}[31m,"),
        Self("a currency of four letters", "L1,7.50,EURO,"),
        Self("another currency in the amount", "L1,USD 7.50,EUR,"),
        Self("thousands or decimals", "L1,\"1,234\",EUR,"),
        Self("no date", "L1,7.50,EUR,yesterday"), Self("the future", "L1,7.50,EUR,2099-01-01"),
        Self("a column too many", "L1,7.50,EUR,2026-11-05,x"),
        Self("a NUL", "L1\u{0},7.50,EUR,2026-11-05"),
        Self("a broken quote", "\"L1\"x,7.50,EUR,2026-11-05"),
        Self("a key of a megabyte", String(repeating: "L", count: 100_000) + ",7.50,EUR,"),
    ]
}

struct RefundFileTests {
    private let now = RecordedNight.at("2026-11-20T12:00:00Z")
    private static let header = "label_id,amount,currency,credited_at\n"

    private func read(
        _ text: String, name: String = "refunds.csv", into record: RecordedNight? = nil
    ) throws -> RefundsRead {
        let folder = TemporaryFolder()
        let path = folder.file(text, name: name)
        let night = try record ?? RecordedNight()
        return try RefundReconciler(
            RefundRequest(path: path, job: nil, now: now, actor: night.actor),
            on: night.connection
        ).reconcile()
    }

    @Test(arguments: HostileLine.all)
    func `a hostile line is unreadable and its neighbours count`(_ one: HostileLine) throws {
        let read = try read(
            Self.header + "L0,1.00,EUR,2026-11-05\n\(one.line)\nL2,2.00,EUR,2026-11-05\n")
        #expect(read.unreadable == 1)
        #expect(read.new == 2)
        #expect(read.standing.sums["EUR"]?.unexpected == Amount("3.00"))
        #expect(read.hasDifferences)
    }

    @Test func `the sum of absurd lines neither traps nor lies`() throws {
        let lines = (0..<50).map { "L\($0),999999999999.999999,EUR,2026-11-05\n" }.joined()
        let read = try read(Self.header + lines)
        #expect(read.standing.sums["EUR"]?.unexpected == Amount("49999999999999.99995"))
    }

    @Test(arguments: [
        "", "\n\n", "amount,currency\n7.50,EUR\n", "label_id,currency\nL1,EUR\n", "{}", "[1,2,3]",
        "{\"a\":", "\u{0}\u{1}\u{2}",
    ])
    func `what is no refund file leaves nothing on record`(_ text: String) throws {
        let record = try RecordedNight()
        #expect(throws: Problem.self) { try read(text, name: "refunds", into: record) }
        #expect(try Log.size(record.connection) == 0)
    }

    @Test func `a date that could be two ends the reading whole`() throws {
        let record = try RecordedNight()
        let text = Self.header + "L1,1.00,EUR,2026-11-05\nL2,1.00,EUR,03/04/2026\n"
        let problem = #expect(throws: Problem.self) { try read(text, into: record) }
        #expect(problem?.next?.contains("dateOrder") == true)
        #expect(try Log.size(record.connection) == 0)
    }

    @Test func `a line read twice counts once, however it is spelt`() throws {
        let record = try RecordedNight()
        let first = try read(
            Self.header + "L1,7.5,EUR,2026-11-05\nL1,7.50,eur,2026-11-05\nL1,7.50,EUR,2026-11-06\n",
            into: record)
        #expect((first.new, first.repeated) == (2, 1))
        let again = try read(
            "amount,Currency,Label ID,Credit Date\n\"7,50\",EUR, L1 ,2026-11-05\n", into: record)
        #expect((again.new, again.repeated) == (0, 1))
    }

    @Test func `a transaction number tells equal lines apart`() throws {
        let read = try read(
            "tracking,amount,currency,transaction_id\nT,1.00,EUR,1\nT,1.00,EUR,2\nT,1.00,EUR,2\n")
        #expect((read.new, read.repeated) == (2, 1))
    }

    @Test(arguments: [
        (
            "refunds.json",
            #"[{"trackingNumber":"T1","creditAmount":7.50,"currency":"EUR","invoiceNumber":"A"}]"#
        ),
        (
            "refunds.ndjson",
            #"{"tracking_number":"T1","amount":"7.50","currency":"EUR","invoice":"A"}"#
        ),
        ("refunds.csv", "Tracking Number;Amount;Currency;Invoice No\nT1;7,50;EUR;A\n"),
        ("refunds.tsv", "awb\tcredit\tinvoice\nT1\t€7.50\tA\n"),
    ])
    func `a credit is read from any form`(_ name: String, _ text: String) throws {
        let read = try read(text, name: name)
        let posting = try #require(read.standing.unexpected.first)
        #expect(posting.trackingNumber == "T1")
        #expect(posting.amount == Amount("7.50"))
        #expect(posting.currency == "EUR")
        #expect(posting.invoice == "A")
    }
}
