// SPDX-License-Identifier: MIT

import Formats
import Testing

struct CSVLimitsTests {
    static let small = CSV.Limits(fieldBytesMax: 10, rowBytesMax: 40, columnsMax: 4)

    @Test func `a field at its limit is read and one byte more is a fault`() {
        let rows = readCSV("1234567890,b\n12345678901,b\nc\n", limits: Self.small)
        #expect(rows.map(\.fault) == [nil, "column 1 is longer than 10 bytes", nil])
    }

    @Test func `a row at its limit is read and one byte more is a fault`() {
        let fits = "123456789,123456789,123456789,1234567890"
        let rows = readCSV("\(fits)\n\(fits)1\nc\n", limits: Self.small)
        #expect(
            rows.map(\.fault) == [
                nil, "a row longer than 40 bytes; perhaps a quote is never closed", nil,
            ])
    }

    @Test func `columns at their limit are read and one more is a fault`() {
        let rows = readCSV("a,b,c,d\na,b,c,d,e,f\nc\n", limits: Self.small)
        #expect(rows.map(\.fault) == [nil, "more than 4 columns", nil])
        #expect(rows.map(\.cells.count) == [4, 4, 1])
    }

    @Test func `a quote that is never closed is scanned and not kept`() {
        let limits = CSV.Limits(rowBytesMax: 100_000)
        let piece = Array("b,c\nd,e\n".utf8)
        let pieces = [Array("a,\"".utf8)[...]] + Array(repeating: piece[...], count: 200_000)
        let rows = readCSV(pieces, limits: limits)
        #expect(rows.count == 1)
        #expect(
            rows.first?.fault == "a row longer than 100000 bytes; perhaps a quote is never closed")
        #expect(rows.first?.line == 1)
    }

    @Test func `the rows after one that is too long are read`() {
        let limits = CSV.Limits(fieldBytesMax: 1 << 20, rowBytesMax: 1 << 20)
        let long = String(repeating: "0123456789", count: 300_000)
        let rows = readCSV("a,b\n\"\(long)\n\",x\nc,d\ne,f", limits: limits)
        #expect(rows.map(\.line) == [1, 2, 4, 5])
        #expect(rows.map { $0.fault == nil } == [true, false, true, true])
        #expect(rows.last?.cells == ["e", "f"])
    }
}
