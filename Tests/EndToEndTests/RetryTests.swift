// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// What failed is planned again: a new run of the same export, cut down to what failed.
@Suite(.serialized) struct RetryTests {
    /// A run of which `refused` was refused and the rest was cancelled.
    private static func carriedOut(_ items: Int, refused: [String]) throws -> Stage {
        let stage = try Stage(items: items)
        for id in refused {
            try stage.sandbox.add([SandboxItem(.shipStation, id, scenario: .refuse)])
        }
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        return stage
    }

    @Test func `only what was asked for is planned again, from the kept export`() throws {
        let stage = try Self.carriedOut(30, refused: ["se-3", "se-17"])
        #expect(try stage.states() == ["cancelled": 28, "refused": 2])
        // The next night has overwritten it.
        try stage.write("export.csv", "shipment_id,status\nse-99,pending\n")
        try stage.sandbox.add([SandboxItem(.shipStation, "se-3")])
        let again = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(again.status == 0, "\(again.output)")
        let answer = try Stage.json(again)
        #expect(answer["run"]?.int == 2)
        #expect(answer["planned"]?.int == 2)
        #expect(answer["rows"]?.int == 30)
        #expect(answer["excluded"]?.int == 28)
        #expect(stage.sandbox.journal().count { $0.purpose == .cancel } == 30)
        #expect(try stage.program.run("apply", "2", "--yes").status == 0)
        let second = try stage.query(
            "SELECT shipment_id, state FROM items WHERE run = 2 ORDER BY 1"
        ) {
            $0.text(0) + " " + $0.text(1)
        }
        #expect(second == ["se-17 refused", "se-3 cancelled"])
        let links = try stage.query("SELECT run, detail FROM acts WHERE act = 'retry'") {
            "\($0.int(0)) " + $0.text(1)
        }
        #expect(links == ["1 {\"planned_as\":2}"])
        #expect(try stage.program.run("audit", "verify").status == 0)
    }

    @Test func `what did not fail is not planned again`() throws {
        let stage = try Self.carriedOut(3, refused: ["se-2"])
        let nothing = try stage.program.run("retry", "last", "--json")
        #expect(nothing.status == 0)
        #expect(try Stage.json(nothing)["planned"]?.int == 0)
        let words = try stage.program.run("retry", "last")
        #expect(words.output.contains("rescind retry 1 --state refused"))
        #expect(try stage.query("SELECT max(run) FROM runs") { $0.int(0) } == [1])
    }

    @Test func `what a person has closed, and what another run has, is left alone`() throws {
        let stage = try Self.carriedOut(3, refused: ["se-1", "se-2"])
        let closed = try stage.program.start(
            ["resolve", "1", "se-1", "--as", "cancelled", "--reason", "by telephone"])
        #expect(closed.wait().status == 0)
        try stage.sandbox.add([SandboxItem(.shipStation, "se-2")])
        let first = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(try Stage.json(first)["planned"]?.int == 1)
        #expect(try stage.program.run("apply", "2", "--yes").status == 0)
        let second = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(try Stage.json(second)["planned"]?.int == 0)
        #expect(try Stage.json(second)["settled"]?.int == 1)
    }

    @Test(arguments: [
        ("limits: { items: 100000", "limits: { items: 1"),
        ("approval: {}", "approval: { above: { items: 1 } }"),
    ])
    func `limits and approval hold as for any plan`(_ old: String, _ new: String) throws {
        let stage = try Stage(items: 4, faults: "", job: "approval: {},")
        for id in ["se-1", "se-2"] {
            try stage.sandbox.add([SandboxItem(.shipStation, id, scenario: .refuse)])
        }
        _ = try stage.program.run("run", "export.csv", "--yes")
        try stage.change("rescind.json5", old, to: new)
        let again = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(again.status == 6)
        #expect(try Stage.json(again)["status"]?.string == "blocked")
    }

    @Test func `an export that is kept nowhere is said`() throws {
        let stage = try Self.carriedOut(3, refused: ["se-2"])
        try stage.remove("exports.kept")
        let same = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(try Stage.json(same)["planned"]?.int == 1)
        try stage.write("export.csv", "shipment_id,status\nse-2,pending\n")
        try stage.remove("exports.kept")
        let changed = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(try Stage.json(changed)["error"]?["code"]?.string == "export_changed")
        try stage.remove("export.csv")
        let gone = try stage.program.run("retry", "1", "--state", "refused", "--json")
        #expect(try Stage.json(gone)["error"]?["code"]?.string == "export_missing")
    }
}
