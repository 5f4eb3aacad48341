// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// A file says whose it is by where it lies, when it does not say so itself.
@Suite(.serialized) struct WhoseFileTests {
    private static func plannedByPattern() throws -> NightStage {
        let stage = try NightStage()
        try stage.export(1, rows: 3)
        #expect(try stage.program.run("plan", "in/shop-01-1.csv").status == 0)
        return stage
    }

    @Test func `a plan takes the account whose pattern the file matches`() throws {
        let stage = try Self.plannedByPattern()
        let accounts = try stage.query("SELECT DISTINCT account FROM items") { $0.text(0) }
        #expect(accounts == ["shop-01"])
        // What was planned by hand is found again by the night.
        #expect(try stage.night("in/shop-01-1.csv").run == 1)
        #expect(try stage.runs == 1)
    }

    @Test(arguments: [["in/shop-01-2.csv"], ["later.csv", "--account", "shop-01"]])
    func `so does what a run is held against`(_ words: [String]) throws {
        let stage = try Self.plannedByPattern()
        #expect(try stage.night("in/shop-01-1.csv").status == 0)
        let rows = (0..<3).map { "se-shop-01-1-\($0),cancelled,1.25,USD\n" }
        try stage.write(words[0], "shipment_id,status,cost,currency\n" + rows.joined())
        let ended = try stage.program.start(["reconcile", "1", "--against"] + words + ["--json"])
            .wait()
        #expect(ended.status == 0, "\(ended.output)")
        #expect(try Stage.json(ended)["matched"]?.int == 3)
    }

    @Test func `what is held against a run and is nobody's wants its account`() throws {
        let stage = try NightStage()
        try stage.exportAll(rows: 2)
        #expect(try stage.night().status == 0)
        try stage.write("later.csv", "shipment_id,status\nse-shop-01-1-0,cancelled\n")
        let ended = try stage.program.run("reconcile", "1", "--against", "later.csv")
        #expect(ended.status == 9)
        #expect(
            ended.output.contains(
                "rescind reconcile 1 --against later.csv --account NAME, whose file it is"),
            "\(ended.output)")
    }

    @Test func `what a list names and no row has is said`() throws {
        let stage = try Stage(items: 3)
        try stage.write("list.csv", "se-1\nse-2\nse-99\n")
        let plan = try stage.program.run("plan", "export.csv", "--only", "list.csv", "--by", "id")
        #expect(plan.output.contains("in no row: se-99"))
    }

    @Test func `the plan is shown at the pace it will be sent at`() throws {
        let stage = try Stage(items: 2)
        let ended = try stage.program.run("run", "export.csv", "--yes", "--rate", "7/s")
        #expect(ended.output.contains("7/s"))
    }

    @Test func `what no rule chose is looked for in the exports`() throws {
        let stage = try Stage(items: 2)
        #expect(try stage.program.run("plan", "export.csv", "--due", "id = 'se-1'").status == 0)
        let found = try stage.program.run("audit", "search", "se-2")
        #expect(found.output.contains("rescind why se-2"))
    }
}

/// What a report writes is an export that can be planned as it is.
@Suite(.serialized) struct FedBackTests {
    /// Two accounts whose exports have other words for everything.
    private static func stage() throws -> Stage {
        let stage = try Stage(items: 1)
        stage.program.environment["OTHER"] = "sesame-close-now"
        let address = stage.sandbox.baseURL(.shipStation)
        func account(_ name: String, _ key: String, _ id: String, _ more: String) -> String {
            """
            "\(name)": { provider: "shipstation", apiKey: "env:\(key)", baseURL: "\(address)",
                exports: "\(name).csv", columns: { id: "\(id)" }, perSecond: 400,
                lookEvery: "50ms", \(more) }
            """
        }
        try stage.write(
            "rescind.json5",
            """
            { accounts: {
                \(account("us", "KEY", "Sendung", "rules: { due: \"Tags <> 'x'\" }")),
                \(account("eu", "OTHER", "Parcel", "rules: { due: \"state = 'open'\" }")),
              }, limits: { share: "100%", failures: "100%" } }
            """)
        try stage.write("us.csv", "Sendung,Tags\nse-1,a\nse-2,b\n")
        try stage.write("eu.csv", "Parcel,state,tags\nse-3,open,c\nse-4,open,d\n")
        return stage
    }

    @Test func `a file of nobody's is said to want its account`() throws {
        let stage = try Self.stage()
        try stage.write("stray.csv", "Sendung,Tags\nse-1,a\n")
        let plan = try stage.program.run("plan", "stray.csv", "--json")
        let next = try Stage.json(plan)["error"]?["next"]?.string
        #expect(next?.hasPrefix("say whose it is with --account NAME") == true)
    }

    @Test(arguments: ["refused.csv", "retry.csv"])
    func `rows of several accounts are read as each account's own`(_ name: String) throws {
        let stage = try Self.stage()
        for id in ["se-1", "se-3"] {
            try stage.sandbox.add([SandboxItem(.shipStation, id, scenario: .refuse)])
        }
        #expect(try stage.program.run("run", "--yes").status == 3)
        #expect(try stage.states() == ["cancelled": 2, "refused": 2])
        let fed = name == "retry.csv" ? ["retry.csv", "retry-2.csv"] : [name]
        let words = ["plan"] + fed.map { "reports/run-1/\($0)" } + ["--json"]
        let plan = try stage.program.start(words).wait()
        #expect(plan.status == 0, "\(plan.output)")
        let answer = try Stage.json(plan)
        #expect(answer["rows"]?.int == 2 && answer["planned"]?.int == 2)
        #expect(answer["by_account"]?["us"]?["count"]?.int == 1)
        #expect(answer["by_account"]?["eu"]?["count"]?.int == 1)
    }
}
