// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// init, check and fetch: what a person does before the first plan.
@Suite(.serialized) struct BeginTests {
    @Test func `what init writes can be planned as it says`() throws {
        let stage = try Stage(items: 1)
        try stage.remove("rescind.json5")
        let begun = try Stage.json(try stage.program.run("init", "--json"))
        #expect(begun["next"]?.string == "rescind plan pending.csv")
        let plan = try stage.program.run("plan", "pending.csv", "--json")
        #expect(plan.status == 0)
        #expect(try Stage.json(plan)["planned"]?.int == 6)
        #expect(try Stage.json(plan)["excluded"]?.int == 6)
    }

    @Test func `init replaces nothing`() throws {
        let stage = try Stage(items: 1)
        let before = try stage.text("rescind.json5")
        let begun = try Stage.json(try stage.program.run("init", "--json"))
        #expect(begun["files"]?.array?.map { $0["written"]?.bool } == [false, true])
        #expect(try stage.text("rescind.json5") == before)
        #expect(try stage.program.run("init", "a/b").status == 0)
        #expect(stage.has("a/b/rescind.json5"))
    }

    @Test func `a good job is called good, and tried online on record`() throws {
        let stage = try Stage(items: 1)
        let offline = try stage.program.run("check", "--json")
        #expect(offline.status == 0)
        #expect(stage.sandbox.journal().isEmpty)
        #expect(!stage.has("audit.db"))
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("check", "--online", "--json").status == 0)
        #expect(stage.sandbox.journal().count == 1)
        let purposes = try stage.query("SELECT purpose FROM exchanges") { $0.text(0) }
        #expect(purposes == ["look"])
    }

    @Test func `every problem is found at once, each with its place`() throws {
        let stage = try Stage(items: 1)
        try stage.write(
            "rescind.json5",
            """
            { acounts: 1,
              accounts: { store: { provider: "shipstation", apiKey: "env:NOT_SET",
                  exports: "export.csv" } },
              rules: { due: { "one": "colour = 'red'", "two": "status = " },
                  hold: { "three": "num(cost" } },
              holdList: "gone.csv", ruleTests: "tests.csv" }
            """)
        try stage.write("tests.csv", "shipment_id,status\nse-1,pending\n")
        let ended = try stage.program.run("check", "--json")
        #expect(ended.status == 2)
        let answer = try Stage.json(ended)
        let problems = answer["problems"]?.array ?? []
        let places = problems.map {
            ($0["place"]?.string ?? "") + " " + ($0["message"]?.string ?? "")
        }
        for wanted in [
            "acounts", "apiKey", "rules.due.one", "rules.due.two", "rules.hold.three", "gone.csv",
            "_expect",
        ] {
            #expect(places.contains { $0.contains(wanted) }, "\(wanted)")
        }
        #expect(answer["error"]?["message"]?.string == "the job has \(problems.count) problems")
    }

    @Test(arguments: [
        ("se-1,pending,2026-11-01,,planned", true), ("se-1,pending,2026-11-01,vip,held", true),
        ("se-1,pending,2026-11-19,,excluded", true), (",pending,2026-11-01,,unreadable", true),
        ("se-1,pending,2026-11-01,,held", false), ("se-1,pending,2026-11-01,,nonsense", false),
        ("se-1,pending,2026-11-01,vip,planned", false),
    ])
    func `rules are held against their tests`(row: String, isGood: Bool) throws {
        let stage = try Stage(items: 1, job: "ruleTests: \"tests.csv\",")
        try stage.write(
            "rescind.json5",
            try stage.text("rescind.json5").replacing(
                "{ \"all of them\": \"status = 'pending'\" }",
                with: "\"status = 'pending' AND age_days > 7\", hold: { v: \"tags = 'vip'\" }"))
        try stage.write(
            "tests.csv",
            "shipment_id,status,created_at,tags,_expect,_as_of\n\(row),2026-11-20\n")
        let ended = try stage.program.run("check", "--json")
        #expect(ended.status == (isGood ? 0 : 2))
        let problem = try Stage.json(ended)["problems"]?[0]
        #expect((problem?["place"]?.string == "tests.csv line 2") == !isGood)
    }

    @Test func `an address where nobody answers is found online`() throws {
        let stage = try Stage(items: 1)
        try stage.write(
            "rescind.json5",
            try stage.text("rescind.json5")
                .replacing(stage.sandbox.baseURL(.shipStation), with: "http://127.0.0.1:1"))
        let ended = try stage.program.run("check", "--online", "--json")
        #expect(ended.status == 2)
        let place = try Stage.json(ended)["problems"]?[0]?["place"]?.string
        #expect(place?.hasPrefix("account store") == true)
    }

    @Test func `a fetched export is whole, private and can be planned`() throws {
        let stage = try Stage(items: 1, generated: 250)
        let ended = try stage.program.run("fetch", "store", "--json")
        #expect(ended.status == 0)
        let file = try Stage.json(ended)["files"]?[0]
        let path = try #require(file?["path"]?.string)
        let rows = try #require(file?["rows"]?.int)
        #expect(rows > 0)
        #expect(file?["complete"]?.bool == true)
        #expect(file?["stated_total"]?.int == rows)
        #expect(try stage.mode(path) == 0o600)
        let requests = try stage.query("SELECT count(*) FROM exchanges WHERE purpose = 'list'") {
            Int($0.int(0))
        }
        #expect(requests.first == file?["requests"]?.int)
        let acts = try stage.query("SELECT act FROM acts WHERE act <> 'key'") { $0.text(0) }
        #expect(acts == ["fetch"])
        let preview = try Stage.json(try stage.program.run("preview", path, "--json"))
        #expect(preview["rows"]?.int == rows)
        #expect(preview["notes"]?.array?.contains { $0.string?.contains("whole") == true } == false)
    }

    @Test func `a list that is cut short blocks the plan`() throws {
        let stage = try Stage(items: 1, generated: 250)
        let file = try Stage.json(try stage.program.run("fetch", "store", "--json"))["files"]?[0]
        let path = try #require(file?["path"]?.string)
        let whole = try stage.text(path)
        let rows = try #require(file?["rows"]?.int)
        try stage.write("cut.json", whole.replacing("\"total\":\(rows)", with: "\"total\":2750"))
        let plan = try stage.program.run("plan", "cut.json", "--json")
        #expect(plan.status == 6)
        #expect(try Stage.json(plan)["status"]?.string == "blocked")
    }

    @Test func `faults that pass are waited for, and every request is on record`() throws {
        let stage = try Stage(items: 1, faults: "429#1=1,500#2=1", generated: 50)
        let ended = try stage.program.run("fetch", "store", "--json")
        #expect(ended.status == 0)
        let statuses = try stage.query("SELECT status FROM exchanges ORDER BY id") { $0.int(0) }
        #expect(statuses == [429, 500, 200])
        #expect(stage.sandbox.journal().count == 3)
    }

    @Test func `a provider without a list says why, and nothing is sent`() throws {
        let stage = try Stage(items: 1)
        let ended = try stage.program.run(
            "fetch", "amazon-shipping", "--provider", "amazon-shipping", "--credential",
            "clientSecret=env:KEY", "--json")
        #expect(ended.status == 2)
        let unknown = try stage.program.run("fetch", "stre", "--json")
        #expect(unknown.status == 2)
        #expect(try Stage.json(unknown)["error"]?["next"]?.string == "rescind fetch store")
        #expect(stage.sandbox.journal().isEmpty)
    }
}
