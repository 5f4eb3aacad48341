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
}
