// SPDX-License-Identifier: MIT

import Testing

@testable import Formats

/// Input comes in pieces of any size; where they end must not matter.
struct JSONSplitTests {
    static let inputs = [
        "\u{FEFF}[\r\n {\"id\":1,\"n\":{\"a\":\"é😀\\n\\uD83D\\uDE00\"}},\r\n {\"id\":2,\"n\":null} ]\r\n",
        "[1, -12.5e+3, true, \"x\", {\"id\":0.10}, [1,[2]], null]",
        "{\"a\":1}\n\n{\"a\":\"é\",\"b\":[1,2]}\r\n{\"a\":tru}\n{\"a\":false}",
        "{\"a\":01}\n{\"a\":2}",
        "{\n\"a\":1}\n{\n\"a\":2}\n{\n\"a\":}",
        "{\"page\":1,\"shipments\":[{\"id\":1},{\"id\":2,\"tags\":[{\"name\":\"v\"}]}],\"total\":2}\n"
            + "{\"page\":12,\"shipments\":[],\"total\":2}",
        "{\"id\":1,\"label\":{\"cost\":1.20},\"items\":[{\"sku\":\"a\"}]}",
        "[{\"id\":\"abcdefghijklmnop\"},{\"id\":\"abcdefghijklmnöp\"},{\"id\":\"\\ud800\"}]",
        "[{\"id\":1},{\"id\":2}",
        "[{\"id\":1}{\"id\":2}]",
        "{\"data\":[{\"id\":1}],\"page\":1,\"page\":2}",
        " ",
        "{\"a\":\"\u{1}\"}",
    ]

    @Test(arguments: inputs)
    func `an input cut anywhere reads the same`(text: String) {
        let bytes = Array(text.utf8)
        let whole = JSONReading(bytes)
        for cut in 0...bytes.count {
            #expect(JSONReading(bytes, cuts: [cut]) == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: inputs)
    func `an input that comes byte by byte reads the same`(text: String) {
        let bytes = Array(text.utf8)
        #expect(JSONReading(bytes, cuts: Array(bytes.indices)) == JSONReading(bytes))
    }

    @Test(arguments: inputs)
    func `the quick way reads what the slow way reads`(text: String) {
        let bytes = Array(text.utf8)
        #expect(JSONReading(bytes) == JSONReading(bytes, learns: false))
    }

    @Test func `a limit met in the quick way is the limit of the slow way`() {
        let limits = JSON.Limits(depthMax: 3, tokenBytesMax: 12, recordBytesMax: 60, fieldsMax: 4)
        let bytes = Array(
            """
            {"a":[1],"b":{"c":[2]},"d":"x"}
            {"a":[[[1]]],"b":{"c":[2]},"d":"x"}
            {"a":[1],"b":{"c":[[2]]},"d":"x"}
            {"a":[1],"b":{"c":[2]},"d":"xxxxxxxxxxxxxxxxxx"}
            {"a":[1],"b":{"c":[2]},"d":1234567890123}
            {"a":[1,1,1,1,1,1,1,1,1,1,1],"b":{"c":[2,2,2,2,2,2,2,2]},"d":"x"}
            {"a":[{"x":1,"x":2}],"b":{"c":[2]},"d":"x"}
            """.utf8)
        let reading = JSONReading(bytes, limits: limits)
        #expect(reading == JSONReading(bytes, limits: limits, learns: false))
        #expect(reading.records.filter { $0.contains("!") }.count == 6)
    }

    @Test func `records that have nothing in common are read in bounded memory`() {
        let lines = (0..<600).map { "{\"k\($0 % 300)\":{\"a\($0 % 7)\":1},\"z\":\($0)}\n" }
        let bytes = Array(lines.joined().utf8)
        let limits = JSON.Limits(fieldsMax: 100_000)
        let reading = JSONReading(bytes, limits: limits)
        #expect(reading.records.count == 600)
        #expect(reading == JSONReading(bytes, limits: limits, learns: false))
    }
}
