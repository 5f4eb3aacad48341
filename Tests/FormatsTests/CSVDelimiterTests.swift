// SPDX-License-Identifier: MIT

import Formats
import Testing

struct CSVDelimiterTests {
    @Test(
        arguments: [
            ("id,status\n1,pending\n", CSV.comma),
            ("id;status\n1;pending\n", CSV.semicolon),
            ("id\tstatus\n1\tpending\n", CSV.tab),
            ("id|status\n1|pending\n", CSV.bar),
            ("id;cost;note\n1;12,30;a, b\n2;1,00;c\n", CSV.semicolon),
            ("id,tags\n1,a|b|c\n2,\n", CSV.comma),
            ("\"a;b;c\",d\n\"1;2;3\",4\n", CSV.comma),
            ("id,\"first; second\",x\n1,\"a;b\",c\n", CSV.comma),
            ("id\n1\n2\n", nil),
            ("", nil),
            ("id;status", CSV.semicolon),
        ] as [(String, UInt8?)])
    func `the delimiter is found by itself`(_ text: String, _ expected: UInt8?) {
        let found = Array(text.utf8).withUnsafeBytes { CSV.delimiter(of: $0, isWhole: true) }
        #expect(found == expected)
    }

    @Test func `a row cut off at the end of the sample does not count`() {
        let text = "id;status;x\n1;pending;y\n2;pen"
        let found = Array(text.utf8).withUnsafeBytes { CSV.delimiter(of: $0, isWhole: false) }
        #expect(found == CSV.semicolon)
    }

    @Test(
        arguments: [("sep=;", CSV.semicolon), ("SEP=,", CSV.comma), ("sep=x", nil), ("separ", nil)]
            as [(String, UInt8?)])
    func `the hint that Excel writes is understood`(_ line: String, _ expected: UInt8?) {
        #expect(Array(line.utf8).withUnsafeBytes { CSV.delimiter(ofHint: $0) } == expected)
    }
}
