// SPDX-License-Identifier: MIT

import CommandLine
import Testing

struct WordingTests {
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
}
