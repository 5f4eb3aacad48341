// SPDX-License-Identifier: MIT

import Formats
import Testing

struct JSONTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("false", false), (#""a""#, "a"), ("0", 0), ("[]", []),
            ("{}", [:]), (" \t\r\n[1 , 2]\n", [1, 2]),
            (#"{"b":1,"a":{"c":[null]}}"#, ["b": 1, "a": ["c": [nil]]]),
            (#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, "\"\\/\u{8}\u{C}\n\r\té😀"),
            ("\"\u{7F}é😀\u{2028}\"", "\u{7F}é😀\u{2028}"),
            ("\u{FEFF}[true]", [true]),
        ] as [(String, JSON.Value)])
    func `a valid document is read`(text: String, value: JSON.Value) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(arguments: [
        "9007199254740993", "-0", "0.10", "1E400", "-12.50e-3", "1152921504606978422",
        "123456789012345678901234567890.123456789",
    ])
    func `a number keeps its text both ways`(text: String) throws {
        let value = try JSON.parse(text)
        #expect(value == .number(text))
        #expect(value.bytes == Array(text.utf8))
    }

    @Test func `members are found by name and keep their order`() throws {
        let value = try JSON.parse(#"{"id":7,"name":"x","on":true,"list":[1],"none":null}"#)
        #expect(value["id"]?.text == "7")
        #expect(value["id"]?.string == nil)
        #expect(value["id"]?.int == 7)
        #expect(value["name"]?.string == "x")
        #expect(value["on"]?.bool == true)
        #expect(value["list"]?[0] == 1)
        #expect(value["list"]?[1] == nil)
        #expect(value["none"]?.isNull == true)
        #expect(value["absent"] == nil)
        #expect(value.members?.map(\.name) == ["id", "name", "on", "list", "none"])
    }

    @Test func `writing escapes what must be escaped`() {
        let value: JSON.Value = ["a\"b": "\u{0}\u{1F}\n\r\t\u{8}\u{C}\\/\u{2028}\u{2029}é😀"]
        let text = #"{"a\"b":"\u0000\u001f\n\r\t\b\f\\/\u2028\u2029é😀"}"#
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    }

    @Test func `a number that is none is written as a string`() {
        for text in ["NaN", "1,5", "01", "", "1 ", "0x10"] {
            #expect(JSON.Value.number(text).bytes == JSON.Value.string(text).bytes)
        }
    }

    @Test func `the writer sets commas and line breaks by itself`() {
        var writer = JSON.Writer(pretty: true)
        writer.beginObject()
        writer.key("list")
        writer.beginArray()
        writer.number(1)
        writer.number("2.50")
        writer.endArray()
        writer.member("empty", [:])
        writer.endObject()
        let text = """
            {
              "list": [
                1,
                2.50
              ],
              "empty": {}
            }
            """
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func `output can be taken in pieces`() {
        var writer = JSON.Writer()
        writer.beginArray()
        writer.null()
        var bytes = writer.takeBytes()
        writer.bool(false)
        writer.endArray()
        bytes += writer.takeBytes()
        #expect(String(decoding: bytes, as: UTF8.self) == "[null,false]")
    }
}
