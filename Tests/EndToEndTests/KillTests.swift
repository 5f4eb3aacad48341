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
