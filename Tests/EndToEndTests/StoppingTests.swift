// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import Sandbox
import Testing

/// Everything that ends an apply before its work is done, and what can be done next.
@Suite(.serialized) struct StoppingTests {
    private static func planned(
        _ items: Int, faults: String = "", pace: String = "perSecond: 400", slow: Int64 = 300
    ) throws -> Stage {
        let stage = try Stage(items: items, faults: faults, pace: pace, slow: slow)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        return stage
    }

    @Test func `a second signal leaves at once, and apply continues`() throws {
        let stage = try Self.planned(20, faults: "slow=1", slow: 60_000)
        try stage.change("rescind.json5", "timeout: \"2s\"", to: "timeout: \"50s\"")
        let running = try stage.program.start(["apply", "last", "--yes", "--json"])
        usleep(700_000)
        running.send(SIGINT)
        usleep(300_000)
        #expect(running.process.isRunning)
        running.send(SIGINT)
        let ended = running.wait()
        #expect(ended.status == 128 + SIGINT)
        #expect(try Stage.json(ended)["exit"]?.int == Int(128 + SIGINT))
        stage.sandbox.setFaults(.none)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 20])
        try stage.compareRecords()
    }

    @Test func `where nothing is sending, stop says so and makes no record`() throws {
        let stage = try Stage(items: 1)
        #expect(try stage.program.run("stop").status == 2)
        #expect(!stage.has("audit.db"))
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("stop").output.contains("Nothing is sending."))
    }

    @Test(arguments: ["5", "10%"])
    func `too many failures stop it, and the rest stays planned`(limit: String) throws {
        let stage = try Self.planned(200, pace: "perSecond: 100")
        for number in 1...200 where number % 2 == 0 {
            try stage.sandbox.add([SandboxItem(.shipStation, "se-\(number)", scenario: .refuse)])
        }
        let ended = try stage.program.run(
            "apply", "last", "--yes", "--stop-after-failures", limit, "--json")
        #expect(ended.status == 7)
        #expect(try Stage.json(ended)["stopped"]?.string?.contains("failures") == true)
        #expect(try stage.states()["planned", default: 0] > 100)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 100, "refused": 100])
    }

    @Test func `too many failures of earlier starts end it before anything is sent`() throws {
        let stage = try Self.planned(200, pace: "perSecond: 100")
        for number in 1...200 where number % 2 == 0 {
            try stage.sandbox.add([SandboxItem(.shipStation, "se-\(number)", scenario: .refuse)])
        }
        let words = ["apply", "last", "--yes", "--stop-after-failures", "10%", "--json"]
        #expect(try stage.program.start(words).wait().status == 7)
        try stage.change("rescind.json5", "failures: \"100%\"", to: "failures: \"5%\"")
        let sent = stage.sandbox.journal().count
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 6)
        let error = try Stage.json(ended)["error"]
        #expect(error?["message"]?.string?.contains("over its limits: failures: ") == true)
        #expect(stage.sandbox.journal().count == sent)
    }

    @Test(arguments: [["stop"], ["stop", "1"]])
    func `nothing new is sent once stop has returned`(words: [String]) throws {
        let stage = try Self.planned(2000, pace: "perSecond: 200")
        let running = try stage.program.start(["apply", "last", "--yes"])
        usleep(700_000)
        #expect(try stage.program.start(words).wait().status == 0)
        let sent = stage.sandbox.journal().count
        #expect((1..<2000).contains(sent))
        #expect(running.wait().status == 7)
        #expect(stage.sandbox.journal().count == sent)
        #expect(try stage.program.run("stop").status == 0, "there is nothing to wait for")
    }

    /// A deadline of this start, and one that the job sets from the moment of the plan.
    @Test(arguments: [true, false])
    func `nothing is sent after the deadline`(isOption: Bool) throws {
        let stage = try Stage(items: 30)
        let passed = Self.clock(minutesAhead: -1)
        if !isOption {
            try stage.change(
                "rescind.json5", "items: 100000", to: "items: 100000, until: \"\(passed)\"")
        }
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        // A minute ago comes next in a day: everything can be sent until then.
        let words = ["apply", "last", "--yes"] + (isOption ? ["--until", passed] : [])
        #expect(try stage.program.start(words).wait().status == 0)
        #expect(try stage.states() == ["cancelled": 30])
    }

    @Test(.enabled(if: WallClock.canBeSet))
    func `a deadline that has come stops it before the first request`() throws {
        let stage = try Stage(items: 30)
        try stage.change(
            "rescind.json5", "items: 100000",
            to: "items: 100000, until: \"\(Self.clock(minutesAhead: 90))\"")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        try WallClock(stage).set(secondsAhead: 7200)
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 7)
        #expect(try Stage.json(ended)["stopped"]?.string?.contains("deadline") == true)
        #expect(stage.sandbox.journal().isEmpty)
        #expect(try stage.states() == ["planned": 30])
    }

    private static func clock(minutesAhead minutes: Int) -> String {
        let seconds = Int(Date().timeIntervalSince1970) + minutes * 60
        let minute = seconds / 60 % 1440
        return String(format: "%02d:%02d", minute / 60, minute % 60)
    }

    @Test func `a locked record names its holder, and can be waited for`() throws {
        let stage = try Self.planned(60, pace: "perSecond: 30")
        let first = try stage.program.start(["apply", "last", "--yes"])
        usleep(500_000)
        let second = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(second.status == 8)
        let message = try Stage.json(second)["error"]?["message"]?.string
        #expect(message?.contains("run 1") == true)
        #expect(message?.contains("process \(first.process.processIdentifier)") == true)
        let patient = try stage.program.run("apply", "last", "--yes", "--lock-wait", "30s")
        #expect(patient.status == 0)
        #expect(first.wait().status == 0)
        #expect(stage.sandbox.journal().count == 60)
    }

    @Test func `another answer than the number sends nothing`() throws {
        let stage = try Self.planned(2)
        let ended = try ShellLine(folder: stage.folder, environment: ["NO_COLOR": "1"])
            .run("echo no | script --quiet --return --command 'rescind apply 1' /dev/null")
        #expect(ended.status == 6)
        #expect(
            ended.output.replacing("\r\n", with: "\n").hasSuffix(
                """
                rescind: run 1: the answer was another; nothing was sent
                  next: rescind apply 1

                """), "\(ended.output)")
        #expect(stage.sandbox.journal().isEmpty)
    }

    @Test func `without a terminal nobody is asked, and nothing is sent`() throws {
        let stage = try Self.planned(3)
        let ended = try stage.program.start(["apply", "last"]).wait()
        #expect(ended.status == 2)
        #expect(ended.messages.contains("rescind apply 1 --yes"))
        #expect(stage.sandbox.journal().isEmpty)
    }
}
