// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

/// Texts that are not JSON, with the byte where each goes wrong.
struct JSONRefusalTests {
    @Test(arguments: [
        ("", 0), (" ", 1), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3),
        ("[1}", 2), ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6), ("{\"a\":1,}", 7),
        ("{a:1}", 1), ("{'a':1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1 \"b\":2}", 7), ("{1:2}", 1),
        ("]", 0), ("}", 0), ("[] []", 3), ("1 2", 2), ("nul", 0), ("True", 0), ("nulll", 4),
        ("NaN", 0), ("Infinity", 0), ("-", 1), ("-a", 1), ("+1", 0), ("01", 0), ("-01", 1),
        (".5", 0), ("1.", 2), ("1.e1", 2), ("1e", 2), ("1e+", 3), ("0x10", 1), ("1_000", 1),
        ("\"", 0), ("\"a", 0), ("\"\\\"", 0), ("\"\\", 1), ("\"\\x41\"", 1), ("\"\\u12\"", 1),
        ("\"\\u12G4\"", 1), ("\"\\uD800\"", 1), ("\"\\uDC00\"", 1), ("\"\\uD800\\u0041\"", 1),
        ("\"\\uD800x\"", 1), ("\"a\nb\"", 2), ("\"\u{0}\"", 1), ("\"\t\"", 1), ("'a'", 0),
        ("// c\n1", 0), ("[1/*c*/]", 2), ("\u{A0}1", 0), ("[\u{FEFF}1]", 1), ("\u{0}", 0),
        ("[1]\u{0}", 3),
        ("{\"a\":1,\"b\":2,\"a\":3}", 13), ("{\"a\":1,\"\\u0061\":3}", 7),
    ])
    func `what is not JSON is refused at its byte`(text: String, offset: Int) {
        let failure = #expect(throws: JSON.Failure.self) { try JSON.parse(text) }
        #expect(failure?.offset == offset, "\(String(describing: failure))")
    }

    @Test(
        arguments: [
            ([0x80], 1), ([0xC0, 0xAF], 1), ([0xC3], 1), ([0xE2, 0x82], 1),
            ([0xED, 0xA0, 0x80], 1),
            ([0xF4, 0x90, 0x80, 0x80], 1), ([0xFF], 1), ([0x61, 0xE9, 0x62], 2),
        ] as [([UInt8], Int)])
    func `bytes that are not UTF-8 are refused at their place`(bytes: [UInt8], offset: Int) {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse([0x22] + bytes + [0x22])
        }
        #expect(failure?.offset == offset)
        #expect(failure?.what == "not valid UTF-8")
    }

    @Test func `a failure names line and column in characters`() {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse("[\r\n  1,\r\"é😀\", x]\n")
        }
        #expect(
            failure
                == JSON.Failure(
                    offset: 18, line: 3, column: 7, what: "'x' where a value should be"))
        #expect(failure?.problem(in: "in.json").place == "in.json line 3 column 7 (byte 18)")
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `a million levels are refused, not a stack overflow`(opening: String) {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse(String(repeating: opening, count: 1_000_000))
        }
        #expect(failure?.what == "nested deeper than 128 arrays and objects")
    }

    @Test func `the deepest allowed document is read`() throws {
        let text = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try JSON.parse(text).bytes == Array(text.utf8))
    }

    @Test func `an overlong token names the limit`() {
        let limits = JSON.Limits(tokenBytesMax: 5)
        for text in ["\"123456\"", "1234567"] {
            let failure = #expect(throws: JSON.Failure.self) {
                try JSON.parse(text, limits: limits)
            }
            #expect(failure?.what.hasSuffix("is longer than 5 bytes") == true)
        }
    }

    @Test func `a key that stands twice among many is found`() {
        let members = (0..<100).map { "\"k\($0)\":0" } + ["\"k55\":1"]
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.parse("{\(members.joined(separator: ","))}")
        }
        #expect(failure?.what == "the key \"k55\" stands twice")
    }

    @Test func `two spellings of one letter are two keys`() throws {
        let value = try JSON.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["e\u{301}"] == 2)
    }
}
