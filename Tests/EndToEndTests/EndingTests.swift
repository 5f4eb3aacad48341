// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Sandbox
import Testing

/// One exit code says how it went, and `--json` says it on every way out.
@Suite(.serialized) struct EndingTests {
    @Test func `a plan sends nothing, and apply cancels exactly what was planned`() throws {
        let stage = try Stage(items: 20)
        let plan = try stage.program.run("plan", "export.csv", "--json")
        #expect(plan.status == 0)
        #expect(try Stage.json(plan)["planned"]?.int == 20)
        #expect(try Stage.json(plan)["value"]?["USD"]?.string == "25.00")
        #expect(stage.sandbox.journal().isEmpty)
        let apply = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(apply.status == 0)
        #expect(try Stage.json(apply)["states"]?["cancelled"]?.int == 20)
        #expect(stage.sandbox.journal().count == 20)
        let again = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(again.status == 0)
        #expect(stage.sandbox.journal().count == 20)
    }

    @Test func `the same export is planned once`() throws {
        let stage = try Stage(items: 3)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let second = try stage.program.run("plan", "export.csv", "--json")
        #expect(second.status == 6)
        #expect(try Stage.json(second)["error"]?["code"]?.string == "already_planned")
        let night = try stage.program.run("run", "export.csv", "--yes", "--json")
        #expect(night.status == 0)
        #expect(try Stage.json(night)["apply"]?["states"]?["cancelled"]?.int == 3)
    }

    @Test func `a plan over its limits is stored as blocked and cannot be sent`() throws {
        let stage = try Stage(items: 30)
        let plan = try stage.program.run("plan", "export.csv", "--max-items", "10", "--json")
        #expect(plan.status == 6)
        #expect(try Stage.json(plan)["status"]?.string == "blocked")
        let apply = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(apply.status == 6)
        #expect(try Stage.json(apply)["error"]?["code"]?.string == "not_approved")
        let approve = try stage.program.run("approve", "last", "--reason", "we know", "--json")
        #expect(approve.status == 6)
        #expect(stage.sandbox.journal().isEmpty)
    }

    @Test(arguments: [
        (["plan", "missing.csv"], 2, "export_missing"), (["pln", "export.csv"], 2, "usage"),
        (["plan", "export.csv", "--due", "nonsense >"], 2, "rule_invalid"),
        (["apply", "7", "--yes"], 2, "usage"), (["plan", "broken.json"], 2, "json_invalid"),
        (["plan", "old.csv"], 6, "export_stale"), (["plan", "empty.csv"], 2, "not_a_table"),
    ])
    func `what cannot be done is said with its code word`(
        words: [String], status: Int32, code: String
    ) throws {
        let stage = try Stage(items: 2)
        try stage.write("empty.csv", "")
        try stage.write("broken.json", "[{\"shipment_id\": \"se-1\",]")
        try stage.write("old.csv", "shipment_id,status\nse-1,pending\n")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -400_000)],
            ofItemAtPath: stage.folder.appending(path: "old.csv").path)
        let ended = try stage.program.start(words + ["--json"]).wait()
        #expect(ended.status == status)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == code, "\(ended.output)")
        #expect(try Stage.json(ended)["exit"]?.int == Int(status))
    }

    @Test func `only one process sends at a time`() throws {
        let stage = try Stage(items: 60, pace: "perSecond: 40")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let first = try stage.program.start(["apply", "last", "--yes"])
        usleep(500_000)
        let second = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(second.status == 8)
        #expect(try Stage.json(second)["error"]?["code"]?.string == "locked")
        #expect(first.wait().status == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends it in order, and apply continues`(signal: Int32) throws {
        let stage = try Stage(items: 100, pace: "perSecond: 50")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "last", "--yes", "--json"])
        usleep(700_000)
        running.send(signal)
        let ended = running.wait()
        #expect(ended.status == 128 + signal)
        #expect(try Stage.json(ended)["states"]?["sending"] == nil)
        #expect(try stage.states()["planned", default: 0] > 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 100])
    }

    @Test func `stop ends a running apply`() throws {
        let stage = try Stage(items: 100, pace: "perSecond: 50")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "last", "--yes", "--json"])
        usleep(700_000)
        #expect(try stage.program.run("stop").status == 0)
        let ended = running.wait()
        #expect(ended.status == 7)
        let seen = stage.sandbox.journal().count
        #expect(seen < 100)
        #expect(try Stage.json(ended)["stopped"]?.string?.hasPrefix("rescind stop") == true)
    }

    @Test func `no secret reaches any file`() throws {
        let stage = try Stage(items: 5)
        _ = try stage.program.run("run", "export.csv", "--yes")
        let files = FileManager.default.enumerator(
            at: stage.folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            #expect(
                bytes.range(of: Data("sesame-open-up".utf8)) == nil, "\(file.lastPathComponent)")
        }
    }
}
