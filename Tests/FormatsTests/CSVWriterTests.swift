// SPDX-License-Identifier: MIT

import Formats
import Testing

struct CSVWriterTests {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"),
        (["a,b", "c"], "\"a,b\",c\r\n"),
        (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"),
        (["a\nb", "c\rd"], "\"a\nb\",\"c\rd\"\r\n"),
        ([""], "\"\"\r\n"),
        (["", ""], ",\r\n"),
        ([" a "], "\" a \"\r\n"),
    ])
    func `a row is written as`(_ cells: [String], _ expected: String) {
        var writer = CSV.Writer()
        writer.row(cells)
        #expect(String(decoding: writer.take(), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-x", "'-x"), ("@sum", "'@sum"),
        ("\tx", "'\tx"), ("\rx", "'\rx"), ("'quoted", "''quoted"), ("-5", "-5"),
        ("+5.25", "+5.25"), ("-", "'-"), ("-.", "'-."), ("-1e5", "'-1e5"), ("", ""),
        ("a=b", "a=b"), ("se-1", "se-1"), ("''", "'''"), ("＝1+1", "'＝1+1"), ("＠x", "'＠x"),
        ("Ａ", "Ａ"),
    ])
    func `a cell that looks like a formula gets one apostrophe and loses it again`(
        _ text: String, _ expected: String
    ) {
        #expect(CSV.withGuard(text) == expected)
        #expect(CSV.withoutGuard(CSV.withGuard(text)) == text)
    }

    @Test(arguments: ["'abc", "'5", "'-5", "it's"])
    func `an apostrophe that is no guard stays`(_ text: String) {
        #expect(CSV.withoutGuard(text) == text)
    }

    @Test func `what is written reads back cell for cell`() {
        var generator = SeededGenerator(seed: 4180)
        let alphabet = Array("a\"\n\r,;=+-@'\t 0é")
        var rows: [[String]] = []
        var writer = CSV.Writer(guardsFormulas: true)
        for _ in 0..<2000 {
            let cells = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                String(
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        alphabet.randomElement(using: &generator) ?? "a"
                    })
            }
            rows.append(cells)
            writer.row(cells)
        }
        let read = readCSV([writer.take()[...]])
        #expect(read.allSatisfy { $0.fault == nil })
        #expect(read.map { $0.cells.map(CSV.withoutGuard) } == rows)
    }
}
