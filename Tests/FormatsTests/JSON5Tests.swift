// SPDX-License-Identifier: MIT

import Formats
import Testing

struct JSON5Tests {
    @Test(
        arguments: [
            ("null", nil), ("true", true), ("\u{FEFF}[]", []), ("[1,]", [1]), ("{a:1,}", ["a": 1]),
            ("{$_a9: 'x', 'b c': \"y\", ünï: 1}", ["$_a9": "x", "b c": "y", "ünï": 1]),
            ("{\\u0061b: 1, null: 2, Infinity: 3}", ["ab": 1, "null": 2, "Infinity": 3]),
            ("// a\n[/* b\n */ 1, // c\r 2]//", [1, 2]), ("/**/1/***/", 1),
            ("\u{A0}\u{B}\u{C}\u{2003}\u{2028}1\u{3000}", 1),
            (#"'it\'s "x"'"#, "it's \"x\""),
            (#""\v\0\x41\u00e9\uD83D\uDE00\q\"\/""#, "\u{B}\0Aé😀q\"/"),
            ("'a\\\nb\\\r\nc\\\u{2028}d'", "abcd"), ("'\t\u{2029}'", "\t\u{2029}"),
        ] as [(String, JSON.Value)])
    func `what JSON5 allows is read`(text: String, value: JSON.Value) throws {
        #expect(try JSON.parse5(text).value == value)
    }

    @Test(arguments: [
        ("0xdecaf", "912559"), ("0X10", "16"), ("-0x10", "-16"), (".5", "0.5"), ("5.", "5"),
        ("+1", "1"), ("-.5e3", "-0.5e3"), ("1E+2", "1e+2"), ("Infinity", "Infinity"),
        ("-Infinity", "-Infinity"), ("NaN", "NaN"), ("0", "0"), ("1000", "1000"),
        ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"), ("12.30", "12.30"),
    ])
    func `a number becomes plain JSON`(text: String, plain: String) throws {
        #expect(try JSON.parse5(text).value == .number(plain))
    }

    @Test(arguments: [
        ("", 0), ("{a:1", 4), ("{a 1}", 3), ("{a:1 b:2}", 5), ("{,}", 1), ("[,]", 1), ("[1,,]", 3),
        ("{9a:1}", 1), ("{a-b:1}", 2), ("{a:1,a:2}", 5), ("{a:1,'\\u0061':2}", 5), ("'a\nb'", 0),
        ("'a", 0), ("'\\1'", 1), ("'\\01'", 1), ("'\\x4'", 1), ("'\\u12'", 1), ("'\\uD800'", 1),
        ("/* a", 0), ("/", 0), ("01", 0), ("0x", 2), ("1e", 2), (".", 1), ("+", 1), ("- 1", 1),
        ("0x1FFFFFFFFFFFFFFFF", 0), ("1.2.3", 3), ("1a", 1), ("True", 0), ("[1] x", 4), ("#a", 0),
        ("{\\u0020a:1}", 1), ("{é:x}", 4), ("undefined", 0),
    ])
    func `what JSON5 does not allow is refused at its byte`(text: String, offset: Int) {
        let failure = #expect(throws: JSON.Failure.self) { try JSON.parse5(text) }
        #expect(failure?.offset == offset, "\(String(describing: failure))")
    }

    @Test func `every key and value knows its line and column`() throws {
        let job = try JSON.parse5(
            """
            // the night
            {
              audit: "audit.db",
              accounts: { "us-store": { provider: 'shipstation' },
                /* é */ b: [1,
            2] },
            }
            """)
        #expect(job.place == JSON.Place(line: 2, column: 1))
        #expect(job.member("audit")?.place == JSON.Place(line: 3, column: 3))
        #expect(job["audit"]?.place == JSON.Place(line: 3, column: 10))
        let accounts = try #require(job["accounts"])
        #expect(accounts.member("us-store")?.place == JSON.Place(line: 4, column: 15))
        #expect(accounts["us-store"]?["provider"]?.string == "shipstation")
        #expect(accounts.member("b")?.place == JSON.Place(line: 5, column: 13))
        #expect(accounts["b"]?.array?.last?.place == JSON.Place(line: 6, column: 1))
    }

    @Test func `lines end with LF, CR or CRLF`() throws {
        let job = try JSON.parse5("{\r\na:1,\rb:2,\nc:3}")
        #expect(job.members?.map(\.place.line) == [2, 3, 4])
        #expect(job.members?.map(\.place.column) == [1, 1, 1])
    }

    @Test(arguments: ["[", "{a:", "[{'a':"])
    func `a deep job file is refused, not a stack overflow`(opening: String) {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse5(String(repeating: opening, count: 100_000))
        }
        #expect(failure?.what == "nested deeper than 128 arrays and objects")
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse5(Array("{a:'".utf8) + [0xFF, 0x27, 0x7D])
        }
        #expect(failure?.offset == 4)
    }
}
