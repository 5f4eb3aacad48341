// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Testing

/// What `report` writes is read, fed back and checked as its readers would.
@Suite(.serialized) struct ReportTests {
    /// Values that a spreadsheet or a careless reader would take for more than text.
    private static let notes = [
        "=cmd()|' /c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "'quoted", "\tTab",
        "<script>x</script>",
        "\u{202E}drawrof", "a \"b\", c", "-12.50", "line\nbreak",
    ]

    private func export() -> [UInt8] {
        var writer = CSV.Writer()
        writer.row(["shipment_id", "status", "created_at", "cost", "currency", "note"])
        for (no, note) in Self.notes.enumerated() {
            writer.row(["se-\(no)", "pending", "2026-11-01T00:00:00Z", "1.25", "USD", note])
        }
        return writer.take()
    }

    @Test func `retry csv is an export that says what the first one said`() throws {
        let stage = try Stage(items: 1)
        try stage.write("night.csv", String(decoding: export(), as: UTF8.self))
        #expect(try stage.program.run("plan", "night.csv").status == 0)
        #expect(try stage.program.run("abandon", "1", "--reason", "not tonight").status == 0)
        #expect(try stage.program.run("report", "1").status == 0)
        let retry = "reports/run-1/retry.csv"
        let first = try preview("night.csv", stage)
        let again = try preview(retry, stage)
        #expect(first.count == Self.notes.count)
        #expect(again.map { $0["note"] } == first.map { $0["note"] })
        #expect(again.map { $0["shipment_id"] } == first.map { $0["shipment_id"] })
        let plan = try stage.program.run("plan", retry, "--json")
        #expect(plan.status == 0, "\(plan.output)")
        #expect(try Stage.json(plan)["planned"]?.int == Self.notes.count)
        #expect(try Stage.json(plan)["value"]?["USD"]?.string == "13.75")
    }

    private func preview(_ name: String, _ stage: Stage) throws -> [JSON.Value] {
        let ended = try stage.program.run("preview", name, "--all", "--json")
        #expect(ended.status == 0, "\(ended.output)")
        return try ended.output.split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
    }

    @Test func `a report made again at its position is the same to the byte`() throws {
        let stage = try Stage(items: 5)
        #expect(try stage.program.run("run", "export.csv", "--yes").status == 0)
        let first = try report(stage)
        let summary = try JSON.parse(Array(stage.text("reports/run-1/summary.json").utf8))
        let position = try #require(summary["at"]?.int)
        #expect(try stage.program.run("confirm", "1").status == 0)
        let later = try report(stage)
        #expect(try report(stage, "--at", "\(position)") == first)
        #expect(try report(stage) == later)
    }

    /// The files of a report with their hashes, without the folder they are in.
    private func report(_ stage: Stage, _ more: String...) throws -> [String] {
        let ended = try stage.program.start(["report", "1", "--json"] + more).wait()
        #expect(ended.status == 0, "\(ended.output)")
        let files = try #require(try Stage.json(ended)["files"]?.array)
        return files.map { "\($0["path"]?.string ?? "") \($0["sha256"]?.string ?? "")" }
    }

    @Test func `a report that does not add up is not written, and the command says which sum`()
        throws
    {
        let stage = try Stage(items: 5)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let record = try Connection.writer(stage.folder.appending(path: "audit.db").path)
        try record.run("DROP TRIGGER item_no_update")
        try record.run("UPDATE item SET cost = '9.99' WHERE no = 2")
        let ended = try stage.program.run("report", "1", "--json")
        #expect(ended.status == 10)
        let error = try #require(try Stage.json(ended)["error"])
        #expect(error["code"]?.string == "audit_invalid")
        #expect(
            error["message"]?.string?.contains(
                "planned value = the value of its end states: USD 6.25 is not USD 14.99") == true,
            "\(ended.output)")
        #expect(!stage.has("reports"))
    }
}
