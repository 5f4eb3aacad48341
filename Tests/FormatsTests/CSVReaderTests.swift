// SPDX-License-Identifier: MIT

import Formats
import Testing

struct CSVReaderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var text: String
        var rows: [(Int, [String], String?)]

        init(_ name: String, _ text: String, _ rows: [(Int, [String], String?)]) {
            testDescription = name
            self.text = text
            self.rows = rows
        }

        var expected: [ReadRow] { rows.map { ReadRow($0.0, $0.1, fault: $0.2) } }
    }

    static let cases = [
        Case("LF ends a row", "a,b\nc,d\n", [(1, ["a", "b"], nil), (2, ["c", "d"], nil)]),
        Case("CRLF ends a row", "a,b\r\nc,d\r\n", [(1, ["a", "b"], nil), (2, ["c", "d"], nil)]),
        Case("CR alone ends a row", "a,b\rc,d\r", [(1, ["a", "b"], nil), (2, ["c", "d"], nil)]),
        Case("the last row needs no line end", "a\nb", [(1, ["a"], nil), (2, ["b"], nil)]),
        Case("an empty last field is a field", "a,", [(1, ["a", ""], nil)]),
        Case("empty fields", ",,\n", [(1, ["", "", ""], nil)]),
        Case(
            "blank lines are no rows but count as lines", "a\n\n  \r\n\nb\n",
            [(1, ["a"], nil), (5, ["b"], nil)]),
        Case("an empty quoted field alone is a row", "\"\"\n", [(1, [""], nil)]),
        Case("nothing is no row", "", []),
        Case("only line ends are no rows", "\r\n\n\r", []),
        Case("quotes are taken off", "\"a\",b,\"c\"\n", [(1, ["a", "b", "c"], nil)]),
        Case("doubled quotes are one", "\"a\"\"b\"\"\",\"\"\"\"", [(1, ["a\"b\"", "\""], nil)]),
        Case("delimiters in quotes are text", "\"a,b\",c", [(1, ["a,b", "c"], nil)]),
        Case(
            "line ends in quotes are text and count as lines",
            "\"a\r\nb\nc\rd\",x\ny,z", [(1, ["a\r\nb\nc\rd", "x"], nil), (5, ["y", "z"], nil)]),
        Case(
            "a quote inside a plain field is text", "5\"6,a\"b\"", [(1, ["5\"6", "a\"b\""], nil)]),
        Case(
            "other control characters are text", "a\u{1}\u{B},\u{8}",
            [(1, ["a\u{1}\u{B}", "\u{8}"], nil)]),
        Case("UTF-8 passes through", "é,日本,🚚", [(1, ["é", "日本", "🚚"], nil)]),
        Case(
            "a NUL byte is a fault of its row alone", "a,b\u{0}c\nd,e",
            [(1, ["a", "b\u{0}c"], "a NUL byte in column 2"), (2, ["d", "e"], nil)]),
        Case(
            "a NUL byte in quotes too", "\"a\u{0}\"\nb",
            [(1, ["a\u{0}"], "a NUL byte in column 1"), (2, ["b"], nil)]),
        Case(
            "text after a closing quote is a fault of its row alone", "\"a\"b,c\nd,e",
            [
                (
                    1, ["a", "c"],
                    "text after the closing quote in column 1; a quote inside quotes is written twice"
                ), (2, ["d", "e"], nil),
            ]),
        Case(
            "text after the last closing quote", "a,\"b\"c",
            [
                (
                    1, ["a", "b"],
                    "text after the closing quote in column 2; a quote inside quotes is written twice"
                )
            ]),
        Case(
            "a file that ends inside a quote names the line of the quote",
            "a,b\nc,\"d\n\"\"e\nf,g",
            [
                (1, ["a", "b"], nil),
                (2, ["c", "d\n\"e\nf,g"], "the file ends inside the quote opened on line 2"),
            ]),
        Case(
            "a file that ends with an opening quote", "a,\"",
            [(1, ["a", ""], "the file ends inside the quote opened on line 1")]),
    ]

    @Test(arguments: cases) func `the text is read as`(_ example: Case) {
        #expect(readCSV(example.text) == example.expected)
    }

    @Test(arguments: cases) func `it is read the same however the pieces are cut`(_ example: Case) {
        let bytes = Array(example.text.utf8)
        for cut in 0...bytes.count {
            let pieces = [bytes[..<cut], bytes[cut...]]
            #expect(readCSV(pieces) == example.expected, "cut at \(cut)")
        }
        #expect(readCSV(bytes.indices.map { bytes[$0...$0] }) == example.expected)
    }

    @Test func `rows longer than a block of 64 bytes are read the same at every cut`() {
        let row = "se-1,\"a long \"\"quoted\"\" text, with\r\nline ends\",plain \"text\",,12.30\r\n"
        let bytes = Array(String(repeating: row, count: 5).utf8)
        let whole = readCSV([bytes[...]])
        #expect(whole.map(\.line) == [1, 3, 5, 7, 9])
        #expect(
            whole.map(\.cells[1])
                == Array(repeating: "a long \"quoted\" text, with\r\nline ends", count: 5))
        for cut in 0...bytes.count {
            #expect(readCSV([bytes[..<cut], bytes[cut...]]) == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: [CSV.comma, CSV.semicolon, CSV.tab, CSV.bar])
    func `every delimiter is read`(_ delimiter: UInt8) {
        let mark = String(UnicodeScalar(delimiter))
        let rows = readCSV("a\(mark)\"b\(mark)c\"\(mark)\n", delimiter: delimiter)
        #expect(rows == [ReadRow(1, ["a", "b\(mark)c", ""])])
    }

    @Test func `a row before the end of the file is not held back for what follows`() {
        var reader = CSV.Reader()
        let rest = String(repeating: "y", count: 100)
        reader.feed(Array((String(repeating: "x", count: 70) + "\n" + rest).utf8).span)
        guard case .row = reader.next() else {
            Issue.record("the first row should be there")
            return
        }
        #expect(reader.text(of: 0).count == 70)
        guard case .hungry = reader.next() else {
            Issue.record("the second row is not complete")
            return
        }
    }

    @Test func `the raw row is lent as it stands, without its line end`() {
        var reader = CSV.Reader()
        reader.feed(Array("a,\"b\r\n\"\"c\"\r\nd\n".utf8).span)
        reader.finish()
        _ = reader.next()
        #expect(String(decoding: reader.rawRow, as: UTF8.self) == "a,\"b\r\n\"\"c\"")
        _ = reader.next()
        #expect(String(decoding: reader.rawRow, as: UTF8.self) == "d")
    }
}
