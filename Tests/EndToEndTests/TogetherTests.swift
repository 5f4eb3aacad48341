// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// A night that carries several runs: one process sends them all at once, lane by lane.
@Suite(.serialized) struct TogetherTests {
    /// Accounts whose exports were planned one by one, so that the night has a run for each.
    private static func planned(
        _ rows: [Int], pace: Int = 400, job: String = ""
    ) throws -> NightStage {
        let stage = try NightStage(accounts: rows.count, pace: pace, job: job)
        for (place, rows) in rows.enumerated() {
            try stage.export(place + 1, rows: rows)
            let name = stage.names[place]
            let ended = try stage.program.run("plan", "in/\(name)-1.csv", "--account", name)
            #expect(ended.status == 0, "\(ended.messages)")
        }
        return stage
    }

    private static func statuses(_ stage: NightStage) throws -> [String] {
        try stage.query("SELECT status FROM runs ORDER BY run") { $0.text(0) }
    }

    /// When the requests of each run began and ended.
    private static func times(_ stage: NightStage) throws -> [(first: String, last: String)] {
        try stage.query(
            "SELECT min(sent_at), max(received_at) FROM exchanges WHERE purpose = 'cancel' GROUP BY run"
        ) { ($0.text(0), $0.text(1)) }
    }

    @Test func `the whole takes as long as the longest, not as long as the sum`() throws {
        let stage = try Self.planned([6, 6, 6, 6], pace: 3)
        let night = try stage.night()
        #expect(night.status == 0, "\(night.messages)")
        #expect(try stage.runs == 4)
        #expect(stage.cancellations().count == 24)
        let times = try Self.times(stage)
        let (begun, ended) = (times.map(\.first).max() ?? "", times.map(\.last).min() ?? "")
        #expect(times.count == 4 && begun < ended, "\(times)")
        #expect(night.answer["other_runs"]?.array?.count == 3)
        #expect(night.answer["apply"]?["states"]?["cancelled"]?.int == 6)
    }

    @Test func `two runs of one account share its lane, one after the other`() throws {
        let stage = try Self.planned([6], pace: 10)
        try stage.export(1, rows: 6, night: 2)
        let files = (1...2).map { "shop-01=in/shop-01-\($0).csv" }
        #expect(try stage.night(files[0], files[1]).status == 0)
        let times = try Self.times(stage)
        #expect(times.count == 2 && times[0].last <= times[1].first, "\(times)")
        #expect(stage.cancellations().count == 12)
    }

    @Test func `the breaker of one run does not end the others`() throws {
        let limits = "limits: { items: 1000, share: \"100%\", failures: \"5%\" }"
        let stage = try Self.planned([60, 60, 60], pace: 60, job: limits)
        for row in 0..<60 {
            try stage.sandbox.add([
                SandboxItem(
                    .shipStation, "se-shop-02-1-\(row)", account: "shop-02", scenario: .refuse)
            ])
        }
        let night = try stage.night()
        #expect(night.status == 7)
        #expect(try Self.statuses(stage) == ["finished", "stopped", "finished"])
        #expect(night.look.contains("shop-02: too many of the newest answers were bad"))
        #expect(stage.cancellations().count == 120)
    }

    @Test func `a run whose plan no longer holds does not stop the others`() throws {
        let stage = try Self.planned([2, 2, 2])
        try stage.write("keys-shop-02", "another\n")
        let night = try stage.night()
        #expect(night.status == 6)
        #expect(try Self.statuses(stage) == ["finished", "planned", "finished"])
        #expect(night.look.contains("the credential behind apiKey is another one"))
    }

    @Test func `stop with a number ends that run, and stop without one ends all`() throws {
        let stage = try Self.planned([40, 40], pace: 5)
        let running = try stage.program.start(["run", "--yes", "--json"])
        try Self.wait { try Self.times(stage).count == 2 }
        #expect(try stage.program.run("stop", "1").status == 0)
        try Self.wait { try Self.statuses(stage)[0] == "stopped" }
        #expect(try Self.statuses(stage)[1] == "applying")
        #expect(try stage.program.run("stop").status == 0)
        let night = try NightStage.ended(running)
        #expect(night.status == 7)
        #expect(try Self.statuses(stage) == ["stopped", "stopped"])
    }

    @Test func `a run that came to its end stays ended when the process is killed`() throws {
        let stage = try Self.planned([2, 40], pace: 5)
        let running = try stage.program.start(["run", "--yes", "--json"])
        try Self.wait { try Self.statuses(stage)[0] == "finished" }
        kill(running.process.processIdentifier, SIGKILL)
        _ = running.wait()
        #expect(try Self.statuses(stage) == ["finished", "applying"])
        let job = try String(
            contentsOf: stage.folder.appending(path: "rescind.json5"), encoding: .utf8)
        try stage.write("rescind.json5", job.replacing("perSecond: 5", with: "perSecond: 400"))
        #expect(try stage.night().status == 0)
        #expect(try Self.statuses(stage) == ["finished", "finished"])
        #expect(stage.cancellations().count == 42)
        #expect(stage.cancellations().values.allSatisfy { $0 == 1 })
    }

    private static func wait(_ until: () throws -> Bool) throws {
        for _ in 0..<600 {
            if try until() { return }
            usleep(50_000)
        }
        Issue.record("it did not come about")
    }
}
