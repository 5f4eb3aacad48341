// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

@testable import Exports

struct MoneyTests {
    @Test(
        arguments: [
            ("12.30", "12.30", nil), ("0", "0", nil), (".5", "0.5", nil), ("5.", "5", nil),
            ("12,30", "12.30", nil), ("1,234.50", "1234.50", nil), ("1.234,50", "1234.50", nil),
            ("1,234,567", "1234567", nil), ("1.234.567", "1234567", nil), ("0,125", "0.125", nil),
            ("1'234.50", "1234.50", nil), ("1 234,50", "1234.50", nil),
            ("1\u{A0}234,5", "1234.5", nil),
            ("€12,30", "12.30", "EUR"), ("12,30 €", "12.30", "EUR"), ("USD 5.00", "5.00", "USD"),
            ("5.00 usd", "5.00", "USD"), ("£1,000.00", "1000.00", "GBP"), ("$5", "5", nil),
            ("US$5", "5", "USD"), ("USD $5.00", "5.00", "USD"), ("+5.00", "5.00", nil),
            ("12345678901234567890.12", "12345678901234567890.12", nil), ("1.234", "1.234", nil),
            (" 7 ", "7", nil),
        ] as [(String, String, String?)])
    func `an amount is read exactly`(_ text: String, _ amount: String, _ currency: String?) {
        guard case .amount(let read, let seen) = MoneyText(text) else {
            Issue.record("\(MoneyText(text))")
            return
        }
        #expect(read.description == amount)
        #expect(seen == currency)
    }

    @Test(arguments: [
        ("-5.00", "negative"), ("(5.00)", "negative"), ("5.00-", "negative"),
        ("-0.01 €", "negative"),
        ("−5", "negative"), ("1,234", "thousands or as decimals"), ("1e3", "not an amount"),
        ("1.2E+3", "not an amount"), ("N/A", "not an amount"), ("1,23,456", "not an amount"),
        ("1.2.3", "not an amount"), ("12,3456,7", "not an amount"), ("EUR 5 USD", "two currencies"),
        ("5 5", "not an amount"), ("--5", "negative"), (",", "not an amount"),
        ("1234567890123456789012345678901", "more digits"), ("five", "not an amount"),
        ("1.5.", "not an amount"), ("１２", "not an amount"),
    ])
    func `what can be read in two ways or in none is refused`(_ text: String, _ why: String) {
        guard case .unreadable(let said) = MoneyText(text) else {
            Issue.record("\(MoneyText(text))")
            return
        }
        #expect(said.contains(why), "\(said)")
    }

    @Test func `no text traps the reader`() {
        var generator = Seeded(12)
        let alphabet = Array("0123456789..,,--+ '()€$USDeE\u{A0}x")
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...12, using: &generator)
            let text = String(
                (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
            _ = MoneyText(text)
        }
    }
}

struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }
}

struct DateTests {
    static func reading(
        _ text: String, zone: String = "UTC", order: DateOrder? = nil
    ) throws -> String {
        var reader = DateReader(zone: try Zone(named: zone), order: order)
        return switch reader.read(text) {
        case .day(let day): CivilDate(daysSinceEpoch: day).description
        case .none: "none"
        case .unreadable: "unreadable"
        case .ambiguous: "ambiguous"
        }
    }

    @Test(arguments: [
        ("2026-11-20", "2026-11-20"), ("2026-11-20 23:30:00", "2026-11-20"),
        ("2026-11-20T23:30:00", "2026-11-20"), ("2026-11-20T23:30:00Z", "2026-11-20"),
        ("2026-11-20T23:30:00.1234567+00:00", "2026-11-20"),
        ("2026-11-20T23:30:00-05:00", "2026-11-21"), ("2026-11-20T00:30:00+0200", "2026-11-19"),
        ("2026-11-20 23:30 UTC", "2026-11-20"), ("2026-11-20T23:30Z", "2026-11-20"),
        ("20261120", "2026-11-20"), ("2026/11/20", "2026-11-20"), ("2026/11/20 5:00", "2026-11-20"),
        ("46346", "2026-11-20"), ("46346.75", "2026-11-20"), ("", "none"),
        ("5/3/2026", "ambiguous"), ("05.03.2026 13:00", "ambiguous"), ("25/3/2026", "2026-03-25"),
        ("3/25/2026", "2026-03-25"), ("26.11.2026", "2026-11-26"), ("25/13/2026", "ambiguous"),
        ("yesterday", "unreadable"), ("2026-13-01", "unreadable"), ("2026-02-30", "unreadable"),
        ("2026-11-20T25:00:00Z", "unreadable"), ("2026-11-20T10:00:00X", "unreadable"),
        ("2026-11-2", "2026-11-02"), ("1763596800", "unreadable"), ("12.5", "unreadable"),
        ("99999", "unreadable"), ("2026-11-20T23:30:00+", "unreadable"),
        ("2026-11-20T23:30:00.Z", "unreadable"), ("2026-11-20TT", "unreadable"),
    ])
    func `a date is read as a day of UTC`(_ text: String, _ day: String) throws {
        #expect(try Self.reading(text) == day)
    }

    @Test(arguments: [
        ("5/3/2026 1:00 AM", DateOrder.monthFirst, "2026-05-03"),
        ("5/3/2026 1:00 AM", .dayFirst, "2026-03-05"), ("05.03.2026", .dayFirst, "2026-03-05"),
        ("5-3-2026 13:05:06", .dayFirst, "2026-03-05"), ("25/3/2026", .monthFirst, "unreadable"),
        ("25/3/2026", .dayFirst, "2026-03-25"), ("5/3/26", .dayFirst, "unreadable"),
        ("5/3/2026 noon", .dayFirst, "unreadable"),
    ])
    func `the job says which number is the day`(
        _ text: String, _ order: DateOrder, _ day: String
    ) throws {
        #expect(try Self.reading(text, order: order) == day)
    }

    @Test(arguments: [
        ("2026-11-20T04:30:00Z", "America/Chicago", "2026-11-19"),
        ("2026-11-20T23:30:00Z", "Europe/Berlin", "2026-11-21"),
        ("2026-07-01T22:30:00Z", "Europe/Berlin", "2026-07-02"),
        ("2026-01-01T22:30:00Z", "Europe/Berlin", "2026-01-01"),
        ("2026-11-20 23:30:00", "Europe/Berlin", "2026-11-20"),
        ("2026-11-20", "America/Chicago", "2026-11-20"),
    ])
    func `moments are days of the job's zone, and clock times already are`(
        _ text: String, _ zone: String, _ day: String
    ) throws {
        #expect(try Self.reading(text, zone: zone) == day)
    }

    @Test func `no bytes trap the reader`() {
        var generator = Seeded(5)
        let alphabet = Array("0123456789-/:.TZ+ APM".utf8)
        var reader = DateReader(zone: .utc, order: .dayFirst)
        for _ in 0..<50_000 {
            let length = Int.random(in: 0...26, using: &generator)
            var bytes = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? 48 }
            if length > 10, Bool.random(using: &generator) {
                (bytes[4], bytes[7], bytes[10]) = (45, 45, 84)
            }
            bytes.withUnsafeBytes { _ = reader.read($0) }
        }
    }
}

struct IDTests {
    @Test(arguments: [
        "1.15292E+18", "1.2e5", "12E3", "1751075.0", "1,15E+18", "115292150460697e4",
    ])
    func `an id in scientific or decimal form is unreadable`(_ id: String) throws {
        let rows = try judge("id\tstatus\n\(id)\tpending\n", name: "a.tsv")
        #expect(rows[0].outcome.hasPrefix("unreadable: the id \"\(id)\" is a number that"))
    }

    @Test(arguments: ["se-1", "12345", "1e", "e5", "1-2", "10.1.3", "sp_0079", "amzn1.sid.8.100"])
    func `other ids are left alone`(_ id: String) throws {
        #expect(try judge("id,status\n\(id),x\n")[0].outcome == "due: all")
    }

    @Test(arguments: [
        ("1152921504606970000", true), ("1152921504606978300", true), ("1234567890123450", true),
        ("1152921504606978422", false), ("1234567890123456", false), ("123456789012000", false),
        ("se-1152921504606970000", false), ("14461751976964157", false), ("", false),
        ("1152921504606978430", false),
    ])
    func `a long number whose tail is zeros looks rounded`(_ id: String, _ rounded: Bool) throws {
        let seen = try rows(of: "id,status\n\(id),x\n") { row in row.idLooksRounded }
        #expect(seen == [rounded])
    }

    @Test func `Sendcloud ids lose leading zeros, all ids their blanks, none its case`() throws {
        let options = ExportOptions.test { $0.provider = .sendcloudReturns }
        #expect(
            try rows(of: "id,x\n 0012 ,1\n0,1\n", options: options) { row in row.id.text }
                == ["12", "0"])
        #expect(try rows(of: "id,x\n Se-AbC ,1\n") { row in row.id.text } == ["Se-AbC"])
    }

    @Test func `Microsoft ids are three numbers, also out of an address`() throws {
        let options = ExportOptions.test { $0.provider = .microsoftHardware }
        let text = """
            product_id,submission_id,label_id
            14461751976964157,1152921504621467613,1152921504606978422
            ,,https://partner.microsoft.com/en-us/dashboard/hardware/driver/1/submission/2/ShippingLabel/3
            """
        #expect(
            try rows(of: text, options: options) { row in row.id.text } == [
                "14461751976964157/1152921504621467613/1152921504606978422", "1/2/3",
            ])
    }

    @Test func `the provider's own word on an id is asked for`() throws {
        let options = ExportOptions.test { $0.provider = .shipStation }
        let words = try rows(of: "id,x\nse-1,1\n12345,1\n", options: options) { row in
            switch row.checkedID() {
            case .success(let id)?: id
            case .failure(let problem)?: problem.message
            case nil: "no provider"
            }
        }
        #expect(words[0] == "se-1")
        #expect(words[1].contains("no ShipStation shipment id"))
    }
}
