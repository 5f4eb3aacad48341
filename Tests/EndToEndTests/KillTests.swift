// SPDX-License-Identifier: MIT

import Foundation
import SQLite
import Sandbox
import Testing

/// Real processes, real kills, a real server that keeps its own record.
@Suite(.serialized) struct KillTests {
    @Test(arguments: [
        "", "reset-before=0.05,reset-after=0.05", "500=0.05,slow=0.02,truncated=0.03",
    ])
    func `killed again and again, nothing is lost and nothing happens twice`(
        faults: String
    ) throws {
        let stage = try Stage(items: 150, faults: faults)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        var kills = 0
        while kills < 12 {
            let running = try stage.program.start(["apply", "last", "--yes"])
            usleep(UInt32.random(in: 20_000...250_000))
            guard running.process.isRunning else {
                _ = running.wait()
                break
            }
            running.send(SIGKILL)
            _ = running.wait()
            kills += 1
        }
        stage.sandbox.setFaults(.none)
        for _ in 0..<6 where try open(stage) > 0 {
            _ = try stage.program.run("apply", "last", "--yes")
        }
        #expect(try open(stage) == 0)
        // A kill alone leaves nobody in doubt, however often it comes.
        if faults.isEmpty { #expect(try stage.states() == ["cancelled": 150]) }
        try stage.compareRecords()
    }

    @Test func `what a killed process wrote is swept away with its log file, and nothing is sent`()
        throws
    {
        let stage = try Stage(items: 150)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "last", "--yes"])
        while stage.sandbox.journal().count < 20 { usleep(5000) }
        running.send(SIGKILL)
        _ = running.wait()
        for name in ["audit.db-wal", "audit.db-shm"] {
            try FileManager.default.removeItem(at: stage.folder.appending(path: name))
        }
        let seen = stage.sandbox.journal().count
        for command in [
            ["apply", "last", "--yes"], ["run", "export.csv"], ["plan", "export.csv"],
        ] {
            let ended = try stage.program.start(command).wait()
            #expect(ended.status == 10, "\(command): \(ended.messages)")
            #expect(ended.messages.contains("its newest part (the -wal file) is gone"))
        }
        #expect(stage.sandbox.journal().count == seen)
        #expect(try stage.program.run("audit", "verify").status == 10)
        // Who has found out what was cancelled says so by taking the marks away.
        let told = try stage.program.run("apply", "last", "--yes").messages
        let marks = try #require(told.components(separatedBy: "then take ").last)
            .components(separatedBy: " away")[0].components(separatedBy: " and ")
        #expect(marks.count == 2)
        for mark in marks {
            try FileManager.default.removeItem(
                at: URL(filePath: mark, relativeTo: stage.folder))
        }
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
    }

    /// What apply could still do something about: an item whose attempts are used up is left to
    /// a person.
    private func open(_ stage: Stage) throws -> Int {
        try stage.query(
            """
            SELECT count(*) FROM items WHERE state IN ('planned', 'sending')
            OR state = 'in_doubt' AND attempts < 4
            """
        ) { Int($0.int(0)) }.reduce(0, +)
    }
}
