// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// A plan is carried out only as it was made, and within limits that hold over its whole life.
@Suite(.serialized) struct StandingTests {
    private static func planned(
        _ items: Int = 30, job: String = "", pace: String = "perSecond: 400"
    ) throws -> Stage {
        let stage = try Stage(items: items, pace: pace, job: job)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        return stage
    }

    /// What is changed in the job between plan and apply, and the code word apply ends with.
    @Test(arguments: [
        ("items: 100000", "items: 20", "blocked"), ("share: \"100%\"", "share: \"50%\"", "blocked"),
        ("items: 100000", "items: 100000, value: { USD: \"10\" }", "blocked"),
        ("items: 100000", "items: 100000, value: { EUR: \"10\" }", "blocked"),
        ("status = 'pending'", "status IN ('pending', 'on_hold')", "not_approved"),
        ("env:KEY", "env:OTHER", "not_approved"), ("127.0.0.1", "localhost", "not_approved"),
        ("voidLabels: false", "voidLabels: true", "not_approved"),
        ("approval: {}", "approval: { by: [\"opslead\"] }", "not_approved"),
        ("store: {", "shop: {", "not_approved"),
    ])
    func `a plan that is not what it was is refused before anything is sent`(
        _ old: String, _ new: String, _ code: String
    ) throws {
        let stage = try Stage(
            items: 30, pace: "perSecond: 400, voidLabels: false", job: "approval: {},")
        stage.program.environment["OTHER"] = "sesame-open-up"
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        try stage.change("rescind.json5", old, to: new)
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 6)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == code, "\(ended.output)")
        #expect(stage.sandbox.journal().isEmpty)
        try stage.change("rescind.json5", new, to: old)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 30])
    }

    @Test func `a key that became another one behind its name is refused`() throws {
        let stage = try Self.planned()
        stage.program.environment["KEY"] = "another-shop's-key"
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 6)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == "not_approved")
        #expect(stage.sandbox.journal().isEmpty)
        stage.program.environment["KEY"] = "sesame-open-up"
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
    }

    @Test func `limits count over kill and continue`() throws {
        let stage = try Self.planned(100, pace: "perSecond: 50")
        let running = try stage.program.start(["apply", "last", "--yes"])
        usleep(900_000)
        running.send(SIGKILL)
        _ = running.wait()
        let sent = stage.sandbox.journal().count
        #expect(sent > 0)
        // Fewer than a hundred are left to send; it is the whole run that is too large.
        try stage.change("rescind.json5", "items: 100000", to: "items: 99")
        #expect(try stage.program.run("apply", "last", "--yes").status == 6)
        #expect(stage.sandbox.journal().count == sent)
        let id = try stage.query(
            "SELECT shipment_id FROM items WHERE state = 'planned' LIMIT 1"
        ) { $0.text(0) }
        let dropped = try stage.program.start([
            "abandon", "last", id[0], "--reason", "one too many",
        ])
        #expect(dropped.wait().status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 99, "dropped": 1])
    }

    @Test func `a shipment taken out while the run goes on is not sent`() throws {
        let stage = try Self.planned(60, pace: "perSecond: 30")
        let running = try stage.program.start(["apply", "last", "--yes"])
        usleep(700_000)
        let dropped = try stage.program.run(
            "abandon", "last", "se-60", "se-1", "--reason", "the customer called", "--json")
        #expect(try Stage.json(dropped)["dropped"]?.int == 1)
        #expect(running.wait().status == 0)
        #expect(try stage.states() == ["cancelled": 59, "dropped": 1])
        #expect(!stage.sandbox.journal().contains { $0.subject == "se-60" })
    }

    @Test func `what a person has closed is left alone`() throws {
        let stage = try Self.planned(2)
        stage.sandbox.setFaults(try Faults("500=1"))
        #expect(try stage.program.run("apply", "last", "--yes").status == 4)
        stage.sandbox.setFaults(.none)
        let doubtful = try stage.query(
            "SELECT shipment_id FROM items WHERE state = 'in_doubt' LIMIT 1"
        ) { $0.text(0) }
        let id = try #require(doubtful.first)
        let closed = try stage.program.start(
            ["resolve", "last", id, "--as", "written-off", "--reason", "the carrier says"])
        #expect(closed.wait().status == 0)
        let before = stage.sandbox.journal().count { $0.subject == id }
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(stage.sandbox.journal().count { $0.subject == id } == before)
    }

    @Test func `what a person has closed is open in no command, and every form tells of it`() throws
    {
        let stage = try Self.planned(2)
        stage.sandbox.setFaults(try Faults("500=1"))
        #expect(try stage.program.run("apply", "last", "--yes").status == 4)
        stage.sandbox.setFaults(.none)
        for id in ["se-1", "se-2"] {
            let closed = try stage.program.run(
                "resolve", "last", id, "--as", "not-cancelled", "--reason", "the carrier called")
            #expect(closed.status == 0)
        }
        let show = try Stage.json(try stage.program.run("show", "1", "--json"))
        #expect(show["doubt"]?.int == 0 && show["open"]?.int == 0)
        #expect(show["states"]?["in_doubt"]?.int == 2 && show["closed_by_person"]?.int == 2)
        #expect(try stage.program.run("show", "1").output.contains("rescind report 1"))
        let runs = try Stage.json(try stage.program.run("runs", "--json"))["runs"]?.array?.first
        #expect(runs?["exit"]?.int == 0)
        #expect(try stage.program.run("why", "se-1").output.contains("as not-cancelled by"))
        #expect(try stage.program.run("confirm", "1").output.contains("rescind report 1"))
        let before = stage.sandbox.journal().count
        #expect(try stage.program.run("run", "export.csv", "--yes").status == 0)
        #expect(stage.sandbox.journal().count == before)
        let summary = try JSON.parse(Array(try stage.text("reports/run-1/summary.json").utf8))
        #expect(summary["verdict"]?.string == "clean")
        #expect(summary["resolutions"]?.array?.first?["count"]?.int == 2)
        for form in ["md", "html"] {
            let text = try stage.text("reports/run-1/report.\(form)")
            #expect(text.contains("the carrier called") && text.contains("not-cancelled"))
        }
    }

    @Test func `a run that has nothing left to send cannot be given up`() throws {
        let stage = try Self.planned(2)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        for words in [["abandon", "1"], ["abandon", "1", "se-1"]] {
            let ended = try stage.program.start(words + ["--reason", "x", "--json"]).wait()
            #expect(ended.status == 6)
            #expect(try Stage.json(ended)["error"]?["code"]?.string == "blocked")
        }
        #expect(try stage.query("SELECT status FROM runs") { $0.text(0) } == ["finished"])
    }

    @Test func `a living apply and a dead one are told apart`() throws {
        let stage = try Self.planned(60, pace: "perSecond: 20")
        let running = try stage.program.start(["apply", "last", "--yes"])
        usleep(900_000)
        let alive = try stage.program.run("show", "1")
        #expect(alive.output.contains("sending now: run 1 by"))
        #expect(alive.output.contains("rescind stop 1"))
        #expect(!alive.output.contains("when the process ended"))
        #expect(try stage.program.run("runs").output.contains("sending"))
        running.send(SIGKILL)
        _ = running.wait()
        #expect(try stage.program.run("runs").output.contains("cut off"))
        let dead = try stage.program.run("show", "1", "--json")
        #expect(try Stage.json(dead)["status"]?.string == "applying")
        #expect(try Stage.json(dead)["sending"]?.bool == false)
        #expect(try stage.program.run("show", "1").output.contains("rescind apply 1"))
    }

    @Test func `a plan of nothing is finished, and wants nothing`() throws {
        let stage = try Stage(items: 2)
        let planned = try stage.program.run("plan", "export.csv", "--due", "status = 'none'")
        #expect(planned.status == 0)
        let show = try Stage.json(try stage.program.run("show", "1", "--json"))
        #expect(show["status"]?.string == "finished")
        #expect(try stage.program.run("show", "1").output.contains("rescind report 1"))
    }

    @Test func `what was never sent cannot be resolved`() throws {
        let stage = try Self.planned(2)
        let ended = try stage.program.run(
            "resolve", "last", "se-1", "--as", "cancelled", "--reason", "x", "--json")
        #expect(ended.status == 6)
        #expect(
            try Stage.json(ended)["error"]?["next"]?.string
                == "rescind abandon 1 se-1 --reason TEXT")
    }

    @Test func `a finished run ends as it ended, whatever became of the job`() throws {
        let stage = try Self.planned(3)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        try stage.change("rescind.json5", "status = 'pending'", to: "status = 'on_hold'")
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(stage.sandbox.journal().count == 3)
    }
}
