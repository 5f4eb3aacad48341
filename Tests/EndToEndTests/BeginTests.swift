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

    @Test func `the sandbox's help names every fault there is`() throws {
        let help = try Stage(items: 1).program.run("help", "sandbox").output
        let words = Set(help.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
        #expect(words.isSuperset(of: FaultKind.allCases.map(\.rawValue)))
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

    @Test func `every provider is tried online, and nothing happens there`() throws {
        let stage = try Stage(items: 1, generated: 3)
        try stage.write("rescind.json5", stage.jobOfEveryProvider())
        let ended = try stage.program.run("check", "--online", "--json")
        #expect(ended.status == 0, "\(ended.output)")
        let entries = stage.sandbox.journal()
        #expect(Set(entries.compactMap(\.method)) == ["GET", "POST"])
        #expect(entries.flatMap(\.effects).allSatisfy { $0.kind == .tokenIssued })
    }

    @Test(arguments: ["shipstation", "microsoft-hardware", "sendcloud-returns"])
    func `an address with the wrong path does not work, although something answers`(
        provider: String
    ) throws {
        let stage = try Stage(items: 1, generated: 3)
        let job = stage.jobOfEveryProvider { $0.rawValue == provider ? "/elsewhere" : "" }
        try stage.write("rescind.json5", job)
        let ended = try stage.program.run("check", "--online", "--json")
        #expect(ended.status == 2)
        let problem = try Stage.json(ended)["problems"]?[0]
        let said = problem?["message"]?.string ?? ""
        #expect(said.hasPrefix("something answers, but not as "), "\(said)")
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

    @Test func `what was fetched can be planned whatever the job calls its own columns`() throws {
        let stage = try Stage(
            items: 1, job: "columns: { cost: \"Versandkosten\" },", generated: 20)
        #expect(try stage.program.run("check").status == 0)
        let ended = try stage.program.run("fetch", "store", "--out", "new/in", "--json")
        let path = try Stage.json(ended)["files"]?[0]?["path"]?.string
        #expect(try stage.program.run("plan", try #require(path)).status == 0)
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

    @Test func `a list that shrinks while it is read blocks the plan`() throws {
        let stage = try Stage(items: 1, faults: "slow@list=1", generated: 600, slow: 1500)
        let fetching = try stage.program.start(["fetch", "store", "--json"])
        while stage.sandbox.journal().isEmpty { usleep(10_000) }
        // The first page is on its way; a shipment of it goes, and all after it move up.
        try stage.cancelTheOldestAtTheProvider()
        let ended = fetching.wait()
        let file = try #require(try Stage.json(ended)["files"]?[0])
        #expect(file["complete"]?.bool == false, "\(ended.output)")
        #expect((file["stated_total"]?.int ?? 0) == (file["rows"]?.int ?? 0) + 1, "\(ended.output)")
        let path = try #require(file["path"]?.string)
        let plan = try stage.program.run("plan", path, "--json")
        #expect(plan.status == 6, "\(plan.output)")
    }

    @Test
    func `Microsoft's labels are fetched by walking down, and nothing is left out in silence`()
        throws
    {
        let stage = try Stage(items: 1, generated: 20)
        try stage.write("rescind.json5", stage.jobOfEveryProvider())
        let ended = try stage.program.run(
            "fetch", "microsoft-hardware", "--since", "2026-11-01", "--json")
        #expect(ended.status == 0, "\(ended.output)")
        #expect(ended.messages.contains("--since has no effect"))
        let file = try #require(try Stage.json(ended)["files"]?[0])
        let rows = try #require(file["rows"]?.int)
        #expect(rows > 0)
        let path = try #require(file["path"]?.string)
        let plan = try Stage.json(
            try stage.program.run(
                "plan", path, "--account", "microsoft-hardware", "--json"))
        let sum = ["planned", "held", "excluded", "unreadable", "duplicate", "settled"]
            .compactMap { plan[$0]?.int }.reduce(0, +)
        #expect(plan["rows"]?.int == rows && sum == rows)
        #expect(plan["unreadable"]?.int == 0, "\(plan)")
    }

    @Test(arguments: [
        (ProviderName.amazonShipping, "no call that lists"), (.sendcloudReturns, "no return id"),
        (.sortedPro, "never by state"),
    ])
    func `whoever cannot be listed says why`(provider: ProviderName, why: String) throws {
        let stage = try Stage(items: 1)
        try stage.write("rescind.json5", stage.jobOfEveryProvider())
        let ended = try stage.program.run("fetch", provider.rawValue, "--json")
        #expect(ended.status == 2)
        let error = try Stage.json(ended)["error"]
        #expect(error?["message"]?.string?.contains(why) == true)
        #expect(error?["next"]?.string == "rescind providers \(provider.rawValue)")
        #expect(stage.sandbox.journal().isEmpty)
    }

    @Test func `where labels may be voided, a fetched row has its label's cost and status`() throws
    {
        let stage = try Stage(items: 1, generated: 40)
        let job = try stage.text("rescind.json5")
        try stage.write(
            "rescind.json5", job.replacing("apiKey:", with: "voidLabels: true, apiKey:"))
        let ended = try stage.program.run("fetch", "store", "--json")
        #expect(ended.status == 0)
        let file = try #require(try Stage.json(ended)["files"]?[0])
        #expect(file["complete"]?.bool == true)
        let shipments = try #require(file["shipments"]?.int)
        #expect(file["requests"]?.int == 1 + shipments)
        let path = try #require(file["path"]?.string)
        let rows = try JSON.parse(Array(try stage.text(path).utf8))
        let labelled = (rows["shipments"]?.array ?? []).filter { $0["label_id"]?.string != nil }
        for row in labelled {
            #expect(row["label_cost"]?.string != nil && row["label_status"]?.string != nil)
        }
        let plan = try stage.program.run("plan", path, "--json")
        #expect(plan.status == 0 || plan.status == 6)
        #expect(try Stage.json(plan)["rows"]?.int == file["rows"]?.int)
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
