// SPDX-License-Identifier: MIT

import Model
import Testing

struct WordingTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (12_480, "12,480"), (-1_234_567, "-1,234,567"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `thousands stand apart`(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(arguments: [
        ("28401.2", "28,401.20"), ("0.105", "0.105"), ("-1000", "-1,000.00"), ("999.99", "999.99"),
    ])
    func `money keeps every decimal and has at least two`(amount: String, text: String) throws {
        #expect(grouped(try #require(Amount(amount))) == text)
    }

    @Test func `sums stand by currency`() throws {
        var totals = Totals()
        #expect(totals.add(try #require(Amount("28401.22")), "USD"))
        #expect(totals.add(try #require(Amount("1022.1")), "EUR"))
        #expect(money(totals) == "EUR 1,022.10 · USD 28,401.22")
    }

    @Test(
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (59_999, "59 s"), (60_000, "1 min"),
            (90_000, "1 min 30 s"), (599_999, "9 min 59 s"), (2_340_000, "39 min"),
            (3_599_999, "59 min"), (3_600_000, "1 h"), (7_500_000, "2 h 5 min"),
            (86_400_000, "1 day"), (273_600_000, "3 days 4 h"), (-5, "0 ms"),
        ] as [(Int64, String)])
    func `time is said as people say it`(milliseconds: Int64, text: String) {
        #expect(spoken(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [
        (0, 0, "0 %"), (0, 10, "0 %"), (1, 1000, "< 1 %"), (1, 3, "33 %"), (2, 3, "67 %"),
        (999, 1000, "> 99 %"), (10, 10, "100 %"), (Int.max, Int.max, "100 %"), (3, 2, "150 %"),
    ])
    func `a part is never rounded to nothing or to all`(part: Int, whole: Int, text: String) {
        #expect(share(part, of: whole) == text)
    }

    @Test func `a noun follows its number`() {
        #expect(counted(1, "shipment") == "1 shipment")
        #expect(counted(4112, "shipment") == "4,112 shipments")
        #expect(counted(2, "entry", "entries") == "2 entries")
    }

    @Test(arguments: [
        (["a", "b c"], "a \"b c\""), (["tags LIKE '%vip%'"], "\"tags LIKE '%vip%'\""),
        (["a$b"], "'a$b'"), (["it's \"$x\""], "'it'\\''s \"$x\"'"), ([""], "\"\""),
    ])
    func `words are quoted as a shell reads them`(words: [String], line: String) {
        #expect(shellQuoted(words) == line)
    }
}
