// SPDX-License-Identifier: MIT

import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// Bad nights: whatever the provider does, the record and the server agree in the end.
@Suite(.serialized) struct NightTests {
    /// Applies until nothing can be done any more, and then without faults.
    private static func applyToTheEnd(_ stage: Stage, faulty: Int = 3) throws {
        for _ in 0..<faulty { _ = try stage.program.run("apply", "last", "--yes") }
        stage.sandbox.setFaults(.none)
        for _ in 0..<4 { _ = try stage.program.run("apply", "last", "--yes") }
    }

    @Test(arguments: [
        "429=0.3", "500=0.1,502=0.1", "503=0.2", "reset-before=0.2", "reset-after=0.2",
        "slow=0.1", "garbage=0.1,truncated=0.1", "302=0.01",
    ])
    func `the record and the server agree after`(faults: String) throws {
        let stage = try Stage(items: 120, faults: faults, slow: 2500)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        try Self.applyToTheEnd(stage)
        let states = try stage.states()
        #expect(states["planned"] == nil && states["sending"] == nil, "\(states)")
        #expect(states["cancelled", default: 0] > 100, "\(states)")
        try stage.compareRecords()
    }

    @Test func `a token that expires in the middle is renewed`() throws {
        let stage = try Stage(
            items: 100, provider: .amazonShipping, faults: "expire-token=0.05")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
        #expect(try stage.states() == ["cancelled": 100])
        #expect(stage.sandbox.journal().count { $0.purpose == .token } > 1)
        try stage.compareRecords()
    }

    /// `RESCIND_DOWN=60` makes the while that many seconds long.
    @Test func `a provider that is down for a while is waited for`() throws {
        let down = ProcessInfo.processInfo.environment["RESCIND_DOWN"].flatMap(UInt32.init) ?? 4
        var options = SandboxOptions()
        options.rateScale = nil
        options.acceptsUnknown = true
        let stage = try Stage(items: 100, pace: "perSecond: 40")
        options.port = stage.sandbox.port
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "last", "--yes", "--json"])
        usleep(800_000)
        stage.sandbox.stop()
        sleep(down)
        let back = try SandboxServer(options)
        defer { back.stop() }
        let ended = running.wait()
        #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
        #expect(try stage.states() == ["cancelled": 100])
        let refused = try stage.query(
            "SELECT count(*) FROM exchanges WHERE error LIKE 'connection_refused%'"
        ) { $0.int(0) }
        // One asks whether it is back, not all of them.
        #expect(refused[0] > 0 && refused[0] < 20)
    }

    @Test(.enabled(if: WallClock.canBeSet), arguments: [3600, -3600])
    func `a wall clock that jumps an hour changes nothing`(jump: Int) throws {
        let stage = try Stage(items: 120, faults: "500=0.05", pace: "perSecond: 40")
        let clock = try WallClock(stage)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "last", "--yes", "--json"])
        usleep(1_200_000)
        try clock.set(secondsAhead: jump)
        let ended = running.wait()
        #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
        #expect(try stage.states() == ["cancelled": 120])
        let span = try stage.query("SELECT max(sent_at) - min(sent_at) FROM request") { $0.int(0) }
        #expect(span[0] > 3_000_000)
        try stage.compareRecords()
        #expect(try stage.program.run("audit", "verify").status == 0)
    }

    /// `RESCIND_ITEMS=200000` is a big night; it takes a minute or two.
    @Test func `a big night cancels each shipment once`() throws {
        let count = ProcessInfo.processInfo.environment["RESCIND_ITEMS"].flatMap(Int.init) ?? 20_000
        let stage = try Stage(items: count, pace: "perSecond: 1000000, burst: 1000")
        try stage.change("rescind.json5", "items: 100000", to: "items: 1000000")
        try stage.change("rescind.json5", "concurrency: 8", to: "concurrency: 32")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 0)
        #expect(try stage.states() == ["cancelled": count])
        let journal = stage.sandbox.journal()
        #expect(journal.count == count)
        #expect(Set(journal.compactMap(\.subject)).count == count)
    }
}
