// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Sandbox
import Testing

/// From an export to a plan, as a person at the terminal has it.
@Suite(.serialized) struct PlanTests {
    @Test func `an export from standard input is planned, also with repeated shipments`() throws {
        let stage = try Stage(items: 1)
        try stage.write(
            "in.csv",
            """
            shipment_id,status,cost,currency
            se-1,pending,1.25,USD
            se-2,pending,1.25,USD
            se-1,pending,1.25,USD

            """)
        stage.program.input = "in.csv"
        let without = try stage.program.run("plan", "-", "--json")
        #expect(without.status == 2)
        #expect(try Stage.json(without)["error"]?["message"]?.string?.contains("made") == true)
        let time = ISO8601DateFormatter().string(from: Date())
        let plan = try Stage.json(
            try stage.program.run("plan", "-", "--exported-at", time, "--json"))
        #expect(plan["planned"]?.int == 2)
        #expect(plan["duplicate"]?.int == 1)
        #expect(plan["value"]?["USD"]?.string == "2.50")
        let hash = try stage.query("SELECT export_sha256 FROM runs") { $0.text(0) }.first ?? ""
        #expect(try stage.text("exports.kept/\(hash)") == stage.text("in.csv"))
    }

    @Test func `a column that comes late is found in standard input too`() throws {
        let stage = try Stage(items: 1)
        let early = String(
            repeating: #"{"shipment_id":"se-1","status":"shipped"}"# + "\n", count: 5000)
        try stage.write(
            "in.ndjson", early + #"{"shipment_id":"se-2","status":"pending","odd":"yes"}"# + "\n")
        stage.program.input = "in.ndjson"
        let preview = try stage.program.run("preview", "-", "--due", "odd = 'yes'", "--json")
        #expect(try Stage.json(preview)["planned"]?.int == 1)
    }

    @Test func `plan refuses to leave out what was to be reopened, a night says so`() throws {
        let stage = try Stage(items: 2)
        let words = ["--reopen", "se-2", "--reopen", "se-99", "--json"]
        let plan = try stage.program.start(["plan", "export.csv"] + words).wait()
        #expect(plan.status == 2)
        let error = try Stage.json(plan)["error"]
        #expect(error?["message"]?.string?.contains("no due shipment") == true)
        #expect(error?["message"]?.string?.contains("se-99") == true)
        #expect(try stage.query("SELECT count(*) FROM runs") { $0.int(0) } == [0])
        let night = try stage.program.start(["run", "export.csv", "--yes"] + words).wait()
        #expect(night.status == 0)
        #expect(try Stage.json(night)["plan"]?["reopen_unmatched"] == ["se-99"])
    }

    @Test func `the screen compares with the last run of the same job`() throws {
        let stage = try Stage(items: 3, job: "timeZone: \"UTC\",")
        let first = try stage.program.run("plan", "export.csv")
        #expect(first.output.contains("requests"))
        #expect(!first.output.contains("run 1 "))
        try stage.write("next.csv", "shipment_id,status,cost,currency\nse-9,pending,1,USD\n")
        let second = try stage.program.run("plan", "next.csv")
        #expect(second.status == 0)
        let head = try #require(second.output.split(separator: "\n").first { $0.contains("pace") })
        #expect(head.contains("Run 2"))
        #expect(
            head.split(separator: " ")
                == ["Run", "2", "planned", "run", "1", "requests", "pace", "about"])
        let row = try #require(second.output.split(separator: "\n").first { $0.contains("store") })
        #expect(row.split(separator: " ").prefix(5) == ["store", "shipstation", "local", "1", "3"])
        #expect(second.output.contains("ends about "))
    }

    @Test func `a blocked plan waits for another person, and only this run is approved`() throws {
        // Users that every Debian has: nobody is believed to be somebody who does not exist.
        let (planner, stranger, approver) = ("daemon", "bin", "backup")
        let stage = try Stage(
            items: 5, job: "approval: { by: [\"\(approver)\"], above: { items: 2 } },")
        stage.program.environment["SUDO_USER"] = planner
        #expect(try stage.program.run("plan", "export.csv").status == 6)
        let blocked = try Stage.json(try stage.program.run("show", "1", "--json"))
        #expect(blocked["approval"] == .null)
        let own = try stage.program.run("approve", "1", "--reason", "fine", "--json")
        #expect(own.status == 6)
        #expect(try Stage.json(own)["error"]?["code"]?.string == "not_approved")
        stage.program.environment["SUDO_USER"] = stranger
        #expect(try stage.program.run("approve", "1", "--reason", "fine").status == 6)
        stage.program.environment["SUDO_USER"] = approver
        #expect(try stage.program.run("approve", "1", "--reason", "fine").status == 0)
        try Self.checkApproval(by: approver, stage)
        #expect(try stage.program.run("approve", "1", "--reason", "fine").status == 6)
        #expect(try stage.program.run("apply", "1", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 5])
        #expect(try stage.program.run("plan", "export.csv", "--again").status == 0)
        let approved = try stage.query("SELECT approved_by FROM runs ORDER BY run") {
            $0.textOrNil(0)
        }
        #expect(approved.first??.contains(approver) == true)
    }

    /// Who approved, when and why, and what was blocked until then.
    private static func checkApproval(by approver: String, _ stage: Stage) throws {
        let screen = try stage.program.run("show", "1").output.split(separator: "\n")
        let line = try #require(screen.first { $0.hasPrefix("Approved ") })
        #expect(
            line.contains(" UTC by ") && line.contains(approver) && line.hasSuffix(": fine"),
            "\(line)")
        #expect(screen.contains { $0.hasPrefix("Was blocked ") && $0.hasSuffix("above 2") })
        #expect(!screen.contains { $0.hasPrefix("Blocked") })
        let answer = try Stage.json(try stage.program.run("show", "1", "--json"))
        #expect(answer["approval"]?["by"]?.string?.contains(approver) == true)
        #expect(answer["approval"]?["at"]?.string?.hasSuffix("Z") == true)
        #expect(answer["approval"]?["reason"] == "fine")
        #expect(answer["blocked_by"]?.array?.count == 1)
    }

    @Test func `holds that are over are said, the newest first`() throws {
        let stage = try Stage(items: 3, job: "holdList: \"holds.csv\",")
        try stage.write(
            "holds.csv", "id,until\nse-1,2020-11-01\nse-404,\nse-2,2021-05-01\n")
        let plan = try stage.program.run("plan", "export.csv")
        #expect(
            plan.output.contains(
                "2 holds are over: se-2 (until 2021-05-01), se-1 (until 2020-11-01)"))
        let again = try Stage.json(
            try stage.program.run("plan", "export.csv", "--again", "--json"))
        #expect(again["holds_unmatched"] == ["se-404"])
        #expect(
            again["holds_over"] == [
                ["id": "se-2", "until": "2021-05-01"], ["id": "se-1", "until": "2020-11-01"],
            ])
        try stage.write("holds.csv", "id,until\nse-1,2020-11-01\n")
        let one = try stage.program.run("plan", "export.csv", "--again")
        #expect(one.output.contains("1 hold is over: se-1 (until 2020-11-01)"))
    }

    @Test func `a hold list that grew holds at apply, and one that is gone ends it`() throws {
        let stage = try Stage(items: 3, job: "holdList: \"holds.csv\",")
        try stage.write("holds.csv", "id,reason\nse-404,gone\n")
        let plan = try stage.program.run("plan", "export.csv")
        #expect(plan.output.contains("se-404, matched nothing"))
        try stage.remove("holds.csv")
        #expect(try stage.program.run("apply", "1", "--yes").status == 2)
        #expect(stage.sandbox.journal().isEmpty)
        try stage.write("holds.csv", "id,reason\nse-2,legal\n")
        #expect(try stage.program.run("apply", "1", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 2, "held": 1])
        let reason = try stage.query("SELECT reason FROM items WHERE state = 'held'") {
            $0.text(0)
        }
        #expect(reason == ["hold list: legal"])
        #expect(try stage.program.run("audit", "verify").status == 0)
    }

    @Test(arguments: ["export.csv", "export.ndjson"])
    func `redacted columns are not in the record`(_ name: String) throws {
        let stage = try Stage(
            items: 1, job: "redact: [\"ship_to.*\", \"Notes\"], keepExports: false,")
        try stage.write(
            "export.csv",
            "shipment_id,status,ship_to.name,Notes\nse-1,pending,Jane Roe,\"a \"\"b\"\"\"\n")
        try stage.write(
            "export.ndjson",
            #"{"shipment_id":"se-1","status":"pending","ship_to":{"name":"Jane Roe"},"Notes":"b"}"#
                + "\n")
        #expect(try stage.program.run("plan", name).status == 0)
        let raw = try stage.query("SELECT raw FROM items") { $0.text(0) }.first ?? ""
        #expect(raw.contains("se-1"))
        #expect(!raw.contains("Jane"))
        #expect(raw.contains("redacted"))
        #expect(try stage.program.run("audit", "verify").status == 0)
    }

    @Test(arguments: ["plan", "preview"])
    func `a time that only the file has is said to be the file's`(_ verb: String) throws {
        let stage = try Stage(items: 1)
        let time = ISO8601DateFormatter().string(from: Date())
        let minute = "made \(time.prefix(10)) \(time.dropFirst(11).prefix(5)) UTC"
        try stage.write(
            "said.json",
            #"{"exported_at":"\#(time)","items":[{"shipment_id":"se-9","status":"pending"}]}"#)
        let file = try stage.program.run(verb, "export.csv")
        #expect(file.output.contains(" UTC by the file's time"))
        let said = try stage.program.run(verb, "said.json")
        #expect(said.output.contains(minute), "\(said.output)")
        #expect(!said.output.contains("by the file's time"))
        let told = try stage.program.run(verb, "export.csv", "--exported-at", time)
        #expect(verb == "plan" || told.output.contains(minute), "\(told.output)")
        #expect(!told.output.contains("by the file's time"))
    }

    @Test func `several exports are one plan`() throws {
        let stage = try Stage(items: 2)
        try stage.write("more.csv", "shipment_id,status\nse-2,pending\nse-7,pending\n")
        let plan = try Stage.json(
            try stage.program.run("plan", "export.csv", "more.csv", "--json"))
        // se-2 costs 1.25 in one export and nothing in the other.
        #expect(plan["planned"]?.int == 2)
        #expect(plan["held"]?.int == 1)
        #expect(plan["by_reason"]?["rows disagree"]?["count"]?.int == 1)
    }
}
