// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Testing

@testable import Reports

/// What another program's reader finds in the workbook.
private let reading = """
    import datetime, json, sys, openpyxl
    book = openpyxl.load_workbook(sys.argv[1])
    sheet = book["Items"]
    head = [cell.value for cell in sheet[1]]
    rows = list(sheet.iter_rows(min_row=2))
    at = head.index
    print(json.dumps({
        "sheets": book.sheetnames, "frozen": sheet.freeze_panes, "filter": sheet.auto_filter.ref,
        "width": sheet.column_dimensions["G"].width, "rows": len(rows),
        "sum": "%.2f" % sum(row[at("Cost")].value or 0 for row in rows),
        "cost": type(rows[0][at("Cost")].value).__name__,
        "format": rows[0][at("Cost")].number_format,
        "settled": isinstance(rows[0][at("Settled (UTC)")].value, datetime.datetime),
        "ids": [row[at("Shipment")].value for row in rows],
        "types": sorted({row[at("Reason")].data_type for row in rows}),
        "labels": book["Labels"]["F2"].value,
        "created": book.properties.created.isoformat(),
    }))
    """

@Suite(.enabled(if: OtherProgram.hasOpenpyxl)) struct WorkbookTests {
    @Test func `another program finds numbers, times, formats, filters and sums`() throws {
        try withFolder { folder in
            let record = try Record()
            var rows = ordinaryNight
            rows[1].labels = [PlannedLabel(id: "L1", cost: "3.30", currency: "USD")]
            rows[2].happens = [.refused("=cmd()", "=HYPERLINK(1)")]
            rows[2].happens[0].reason = "=cmd()"
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(
                run: run, forms: [.xlsx], into: folder)
            let (status, output) = try OtherProgram.run([
                OtherProgram.python, "-c", reading, "\(folder)/run-\(run)/report.xlsx",
            ])
            #expect(status == 0)
            let found = try JSON.parse(output)
            #expect(found["sheets"] == ["Summary", "Exceptions", "Items", "Labels"])
            #expect(found["frozen"] == "A2")
            #expect(found["filter"]?.string?.hasPrefix("A1:") == true)
            #expect(found["rows"]?.int == rows.count)
            #expect(found["sum"] == "103.05")
            #expect(found["cost"] == "float")
            #expect(found["format"]?.string?.contains("USD") == true)
            #expect(found["settled"] == true)
            #expect(found["types"] == ["n", "s"])
            #expect(found["labels"]?.text == "3.3")
            #expect(found["created"] == "2026-11-20T08:00:01")
        }
    }

    @Test func `a table longer than a sheet goes on in the next and loses no row`() throws {
        try withFolder { folder in
            let record = try Record()
            var rows = ordinaryNight
            for place in rows.indices {
                rows[place].labels = [PlannedLabel(id: "L\(place)", cost: "1.00", currency: "USD")]
            }
            let run = try record.plan(rows)
            try record.apply(run, rows)
            let report = try record.report(run)
            let sources = RenderSources(folder: folder, connection: record.connection)
            let renderer = try WorkbookRenderer(report, sources, rowsMax: 5)
            try ItemStream(connection: record.connection, run: run, position: report.position)
                .forEach { renderer.take($0) }
            for file in try renderer.finish() { _ = try file.move() }
            let found = try read("\(folder)/report.xlsx", Self.parts)
            // Four rows a sheet under its header: eleven items, eleven labels.
            #expect(
                found["sheets"] == [
                    "Summary", "Exceptions", "Items", "Items 2", "Items 3", "Labels", "Labels 2",
                    "Labels 3",
                ])
            #expect(found["items"] == .array([4, 4, 3]))
            #expect(found["labels"] == .array([4, 4, 3]))
            #expect(found["sum"] == "103.05")
            #expect(found["headers"] == .array([1]))
            #expect(found["frozen"] == ["A2"])
            #expect(found["filters"] == ["A1:T4", "A1:T5"])
            #expect(found["said"] == true)
        }
    }

    private static let parts = """
        items = [s for s in book if s.title.startswith("Items")]
        head = [cell.value for cell in items[0][1]]
        out = {
            "sheets": book.sheetnames, "items": [s.max_row - 1 for s in items],
            "labels": [s.max_row - 1 for s in book if s.title.startswith("Labels")],
            "sum": "%.2f" % sum(row[head.index("Cost")].value or 0
                                for s in items for row in s.iter_rows(min_row=2)),
            "headers": [len({tuple(cell.value for cell in s[1]) for s in items})],
            "frozen": sorted({s.freeze_panes for s in items}),
            "filters": sorted({s.auto_filter.ref for s in items}),
            "said": any("3 sheets" in str(row[0].value) for row in book["Summary"].iter_rows()),
        }
        """

    @Test func `foreign texts are text in every cell, and a long one says that it is cut`() throws {
        try withFolder { folder in
            let long = String(repeating: "0123456789abcdef", count: 4096)
            let values = [
                "=1+1", "+2", "@x", "<b>", "\u{202E}x", "a\u{0}b", long, "_x0041_", "1e5",
            ]
            let rows = values.enumerated().map { no, value in
                Made(
                    id: "\(no)\(value)",
                    happens: [Happening(status: 400, state: .refused, reason: value)])
            }
            let record = try Record()
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.xlsx], into: folder)
            let found = try read("\(folder)/run-\(run)/report.xlsx", Self.reasons)
            #expect(found["types"] == ["s"])
            let reasons = (found["reasons"]?.array ?? []).compactMap(\.string)
            try #require(reasons.count == values.count)
            #expect(reasons[0..<5] == ["=1+1", "+2", "@x", "<b>", "\u{202E}x"])
            #expect(reasons[5] == "a\u{FFFD}b")
            #expect(reasons[6].utf16.count == Workbook.charactersMax)
            #expect(reasons[6].hasSuffix("cut, items.csv has it whole"))
            #expect(reasons[7] == "_x0041_")
            #expect(reasons[8] == "1e5")
        }
    }

    private static let reasons = """
        sheet = book["Items"]
        at = [cell.value for cell in sheet[1]].index("Reason")
        cells = [row[at] for row in sheet.iter_rows(min_row=2)]
        out = {"types": sorted({cell.data_type for cell in cells}),
               "reasons": [cell.value for cell in cells]}
        """

    /// Lets openpyxl read the workbook; the script leaves what it found in `out`.
    private func read(_ path: String, _ script: String) throws -> JSON.Value {
        let whole =
            "import json, sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\n" + script
            + "\nprint(json.dumps(out))"
        let (status, output) = try OtherProgram.run([OtherProgram.python, "-c", whole, path])
        #expect(status == 0)
        return try JSON.parse(output)
    }
}
