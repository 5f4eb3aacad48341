// SPDX-License-Identifier: MIT

import Formats
import Testing

/// Looking across runs: which there were, how each stands, and what became of one shipment.
@Suite(.serialized) struct PastTests {
    private func twoRuns() throws -> Stage {
        let stage = try Stage(items: 4)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        try stage.write(
            "next.csv",
            "shipment_id,status,created_at,cost,currency\n"
                + "se-9,pending,2026-11-01T00:00:00Z,2.00,USD\n"
                + "se-2,pending,2026-11-01T00:00:00Z,1.25,USD\n")
        #expect(try stage.program.run("plan", "next.csv").status == 0)
        return stage
    }

    @Test func `runs lists each run with its status, its money and what is open`() throws {
        let stage = try twoRuns()
        let screen = try stage.program.run("runs")
        #expect(screen.status == 0)
        for words in ["finished", "planned", "USD 5.00", "USD 2.00", "rescind show"] {
            #expect(screen.output.contains(words), "\(words) in \(screen.output)")
        }
        let runs = try Stage.json(try stage.program.run("runs", "--json"))["runs"]?.array ?? []
        #expect(runs.map { $0["run"]?.int } == [2, 1])
        #expect(runs.map { $0["unsent"]?.int } == [1, 0])
        #expect(runs.map { $0["open"]?.int } == [0, 4])
        #expect(runs[1]["states"]?["cancelled"]?.int == 4)
        #expect(runs[1]["value"]?["USD"] == "5.00")
    }

    @Test func `show says how a run stands and what is next`() throws {
        let stage = try twoRuns()
        let first = try stage.program.run("show", "1")
        #expect(first.output.contains("rescind confirm 1"))
        let second = try stage.program.run("show", "last")
        #expect(second.output.contains("rescind apply 2"))
        let answer = try Stage.json(try stage.program.run("show", "1", "--json"))
        #expect(answer["status"] == "finished")
        #expect(answer["open"]?.int == 4)
    }

    @Test func `why knows a shipment in every run it was in`() throws {
        let stage = try twoRuns()
        let answer = try Stage.json(try stage.program.run("why", "se-2", "--json"))
        #expect(answer["run"]?.int == 2)
        #expect(answer["other_runs"]?.array?.map { $0["run"]?.int } == [1])
        let screen = try stage.program.run("why", "se-2")
        #expect(screen.output.contains("contradiction") || screen.output.contains("settled"))
        #expect(screen.output.contains("rescind why 1 se-2"))
    }
}
