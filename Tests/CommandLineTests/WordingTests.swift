// SPDX-License-Identifier: MIT

import CommandLine
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
        ("plain é 漢字 👍", "plain é 漢字 👍"), ("a\u{1b}[2Jb", "a\\x1b[2Jb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"), ("\u{7f}\u{9b}31m", "\\x7f\\u{9b}31m"),
        ("\u{202e}10.00", "\\u{202e}10.00"), ("a\u{200b}b", "a\\u{200b}b"),
        ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("x\u{2028}y", "x\\u{2028}y"),
        ("se\u{3164}1", "se\\u{3164}1"), ("\u{e0041}", "\\u{e0041}"),
    ])
    func `what a terminal would obey is shown instead`(text: String, shown: String) {
        #expect(visible(text) == shown)
    }

    @Test(arguments: [
        ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("👍", 2), ("", 0),
    ])
    func `width is counted in columns`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"), ("abc", 1, "…"), ("abc", 0, ""),
    ])
    func `what is cut shows that it was`(text: String, columns: Int, cut: String) {
        #expect(text.cut(toColumns: columns) == cut)
    }

    @Test func `text breaks at spaces, and a long word stays whole`() {
        #expect(
            wrapped("one two three-and-a-very-long-id four", columns: 10) == [
                "one two", "three-and-a-very-long-id", "four",
            ])
        #expect(wrapped("", columns: 10) == [])
    }

    @Test(arguments: [
        (["a", "b c"], "a \"b c\""), (["tags LIKE '%vip%'"], "\"tags LIKE '%vip%'\""),
        (["a$b"], "'a$b'"), (["it's \"$x\""], "'it'\\''s \"$x\"'"), ([""], "\"\""),
    ])
    func `words are quoted as a shell reads them`(words: [String], line: String) {
        #expect(shellQuoted(words) == line)
    }
}
