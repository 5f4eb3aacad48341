// SPDX-License-Identifier: MIT

import Formats
import Model
import SQLite
import Testing

@testable import Reports

/// Values that want to be more than text.
private let hostile: [String] = [
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "=cmd()|'/c calc'!A1",
    "+1+1", "@SUM(A1)", "-2+3", "\tTAB", "'quoted", "a\"b", "line\nbreak", "comma,semi;bar|",
    "\u{202E}drawrof", "`code` [link](http://x)", "x\u{1}y", "]]>&amp;", "-12.50",
    String(repeating: "long ", count: 13_000), "{{7*7}}", "../../etc/passwd", "é\u{0301}",
]

private func night(_ values: [String]) -> [Made] {
    values.enumerated().map { no, value in
        Made(
            id: "\(no)\(value.prefix(60))", account: "shop", note: value,
            happens: [
                Happening(
                    status: 400, body: #"{"message":"no"}"#, state: .refused, code: value,
                    reason: value)
            ])
    }
}

@Suite struct HostileTests {
    private func written(_ rows: [Made], _ body: (String) throws -> Void) throws {
        try withFolder { folder in
            let record = try Record()
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, into: folder)
            try body("\(folder)/run-\(run)")
        }
    }

    @Test func `a table reads back cell for cell, guards taken off`() throws {
        let rows = night(hostile)
        try written(rows) { folder in
            let read = table("\(folder)/refused.csv")
            #expect(read.first == Made.header + OriginalColumns.added + [OriginalColumns.account])
            #expect(read.count == rows.count + 1)
            for (made, cells) in zip(rows, read.dropFirst()) {
                #expect(CSV.withoutGuard(cells[0]).utf8.elementsEqual(made.id.utf8))
                #expect(CSV.withoutGuard(cells[2]).utf8.elementsEqual(made.note.utf8))
                #expect(cells[4] == "refused")
            }
        }
    }

    @Test func `no cell of a table begins like a formula`() throws {
        try written(night(hostile)) { folder in
            for name in ["items.csv", "refused.csv", "retry.csv"] {
                let cells = table("\(folder)/\(name)").flatMap(\.self)
                let bad = cells.filter { cell in
                    var cell = cell
                    return cell.withUTF8 {
                        CSV.looksLikeFormula(UnsafeRawBufferPointer($0))
                            && !CSV.isGuarded(UnsafeRawBufferPointer($0))
                    }
                }
                #expect(bad.isEmpty)
            }
        }
    }

    @Test func `what can be retried reads back as the export it came from`() throws {
        let rows = night(hostile)
        try written(rows) { folder in
            var again = rows
            let read = table("\(folder)/retry.csv")
            // The rows of the file become the rows of the next plan, as an export has them.
            for (place, cells) in read.dropFirst().enumerated() {
                var writer = CSV.Writer()
                writer.row(cells)
                again[place].raw = Array(writer.take().dropLast(2))
                again[place].happens = [.refused("again", "again")]
            }
            try withFolder { second in
                let record = try Record()
                let run = try record.plan(again, header: read[0])
                try record.apply(run, again)
                _ = try ReportWriter(record.connection).write(run: run, into: second)
                let last = table("\(second)/run-\(run)/retry.csv")
                #expect(last.map { Array($0.prefix(3)) } == read.map { Array($0.prefix(3)) })
                #expect(last[0] == read[0])
            }
        }
    }

    @Test func `markup stays text in the page`() throws {
        try written(night(hostile)) { folder in
            let page = text("\(folder)/report.html")
            #expect(!page.contains("<script>alert"))
            #expect(!page.contains("<img"))
            #expect(!page.contains("\u{202E}"))
            #expect(page.contains("‹U+202E›drawrof"))
            #expect(page.components("</script>") == 2)
        }
    }

    @Test func `markup stays text in a ticket and for a scheduler`() throws {
        try written(night(hostile)) { folder in
            let ticket = text("\(folder)/report.md")
            #expect(!ticket.contains("<script>"))
            #expect(!ticket.contains("[link]("))
            let junit = text("\(folder)/junit.xml")
            #expect(!junit.contains("<script>") && !junit.contains("\u{202E}"))
            #expect((try? JSON.parse(bytes("\(folder)/summary.json"))) != nil)
        }
    }

    @Test func `bytes that are no UTF-8 are kept apart and shown as such`() throws {
        var broken = Made(id: "", decided: .unreadable, reason: "not UTF-8 (byte 2 of the row)")
        broken.raw = [0x61, 0xFF, 0xFE, 0x2C, 0x62]
        try written([broken, Made(id: "se-1", happens: [.cancelled])]) { folder in
            for name in ["unreadable.csv", "items.csv", "report.html", "summary.json"] {
                #expect(String(validating: bytes("\(folder)/\(name)"), as: UTF8.self) != nil)
            }
            let read = table("\(folder)/unreadable.csv")
            #expect(read[0].last == "_raw")
            #expect(read[1].last == "a\u{FFFD}\u{FFFD},b")
        }
    }

    @Test func `a row whose quote does not close swallows no other`() throws {
        var broken = Made(id: "", decided: .unreadable, reason: "the quote does not close")
        broken.raw = Array("\"open,1,2".utf8)
        let rows = [
            Made(id: "a", happens: [.cancelled]), broken, Made(id: "b", happens: [.cancelled]),
        ]
        try written(rows) { folder in
            #expect(table("\(folder)/cancelled.csv").dropFirst().map { $0[0] } == ["a", "b"])
        }
    }
}

/// A CSV file as rows of cells.
func table(_ path: String) -> [[String]] {
    var reader = CSV.Reader()
    reader.feed(bytes(path).span)
    reader.finish()
    var rows: [[String]] = []
    while case .row = reader.next() { rows.append(reader.texts) }
    return rows
}

extension String {
    /// How often a text stands in it.
    func components(_ part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
