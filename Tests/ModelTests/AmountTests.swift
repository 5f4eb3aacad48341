// SPDX-License-Identifier: MIT

import Model
import Testing

struct AmountTests {
    @Test(arguments: [
        ("0", "0"), ("12.30", "12.30"), ("-0.005", "-0.005"), ("+7", "7"), (".5", "0.5"),
        ("5.", "5"), ("999999999999999999999999999999", "999999999999999999999999999999"),
    ])
    func `decimal text is kept digit for digit`(text: String, shown: String) throws {
        #expect(try #require(Amount(text)).description == shown)
    }

    @Test(arguments: [
        "", "-", ".", "1e3", "1,5", " 1", "1.2.3", "0x1", "1234567890123456789012345678901",
    ])
    func `what is not plain decimal text is no amount`(text: String) {
        #expect(Amount(text) == nil)
    }

    @Test func `a cent is never lost in a million rows`() throws {
        var sum = Amount.zero
        let cent = try #require(Amount("0.01"))
        for _ in 0..<1_000_000 { sum = try #require(sum.adding(cent)) }
        #expect(sum.text() == "10000.00")
    }

    @Test func `sums keep the finer scale`() throws {
        let half = try #require(Amount("0.005"))
        let sum = try #require(Amount("0.10")?.adding(half))
        #expect(sum.description == "0.105")
    }

    @Test func `equal values with other scales are equal`() {
        #expect(Amount("1.50") == Amount("1.5"))
        #expect(Amount("0.000") == Amount("-0"))
    }

    @Test func `a sum beyond the exact range is refused, not wrapped`() throws {
        let large = Amount(units: .max, scale: 0)
        #expect(large.adding(Amount(units: 1, scale: 0)) == nil)
        #expect(large > Amount(units: 1, scale: 18))
    }
}
