// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Sandbox
import Testing

/// What else a night promises: names for files, rehearsals, and a second timer that watches it.
@Suite(.serialized) struct NightPromiseTests {
    @Test func `a file is bound to an account by its name`() throws {
        let stage = try NightStage()
        try stage.export(2, rows: 2)
        let night = try stage.night("shop-01=in/shop-02-1.csv", "--wait", "5s")
        #expect(night.status == 0)
        #expect(night.answer["plan"]?["by_account"]?["shop-01"]?["count"]?.int == 2)
        let wrong = try stage.night("shop-1=in/shop-02-1.csv")
        #expect(wrong.status == 2)
        #expect(
            wrong.answer["error"]?["next"]?.string
                == "did you mean shop-01=in/shop-02-1.csv?")
    }

    @Test func `one account of a shared file over its limit stops only itself`() throws {
        let stage = try NightStage(job: "limits: { items: 3, share: \"100%\" }")
        let rows = (0..<6).map { row in
            "se-\(row),\(row < 4 ? "shop-01" : "shop-02"),pending,2026-11-01,1.25,USD\n"
        }
        try stage.write(
            "all.csv", "shipment_id,account,status,created_at,cost,currency\n" + rows.joined())
        let night = try stage.night("all.csv", "--wait", "5s")
        #expect(night.status == 6)
        #expect(try stage.morning(1).ends == ["cancelled": 2])
        #expect(try stage.morning(2).verdict == "blocked")
        #expect(night.answer["plan"]?["rows"]?.int == 6)
        #expect(night.answer["plan"]?["by_reason"]?["in a run of its own"]?["count"]?.int == 4)
        // Approved by another person it is sent; here nobody else is, so it stays.
        let again = try stage.night("all.csv")
        #expect(again.status == 6)
        #expect(try stage.runs == 2)
    }

    @Test func `an account whose secret cannot be read stops only itself`() throws {
        let stage = try NightStage(accounts: 3)
        try stage.exportAll(rows: 2)
        try FileManager.default.removeItem(at: stage.folder.appending(path: "keys-shop-02"))
        let night = try stage.night("--wait", "5s")
        // No later start would find it by itself: a person mends it.
        #expect(night.status == 2)
        #expect(night.look.contains("shop-02: the secret in file:keys-shop-02 cannot be read"))
        #expect(try stage.morning(1).ends == ["cancelled": 4, "planned": 2])
    }

    @Test func `a rehearsal reads no secret, tells nobody and leaves the night as it was`() throws {
        let stage = try NightStage()
        try stage.exportAll(rows: 3)
        for name in stage.names {
            try FileManager.default.removeItem(at: stage.folder.appending(path: "keys-\(name)"))
        }
        for _ in 1...2 {
            let ended = try stage.program.run("run", "--sandbox", "--yes", "--wait", "5s")
            #expect(ended.status == 0, "\(ended.messages)")
            #expect(ended.output.contains("Live"))
            #expect(ended.output.contains("the live night takes about"))
            #expect(ended.output.contains("6 planned, 6 cancelled"))
            #expect(ended.output.contains("rescind report 1 --audit rehearsal.db"))
        }
        #expect(!stage.has("audit.db") && !stage.has("told.json") && !stage.has("reports/run-1"))
        #expect(stage.has("rehearsal.db") && stage.has("reports/rehearsal/run-1/report.html"))
        #expect(stage.sandbox.journal().isEmpty)
    }

    @Test func `a second timer tells whether the night took place`() throws {
        let stage = try NightStage()
        try stage.export(1, rows: 0)
        try stage.export(2, rows: 0)
        // A night in which nothing was due is a night.
        #expect(try stage.night().status == 0)
        #expect(try stage.program.run("runs", "--expect-by", "00:00").status == 0)
        try stage.letADayPass()
        let missed = try stage.program.run("runs", "--expect-by", "00:00", "--json")
        #expect(missed.status == 12 || Self.isLate)
        if missed.status == 12 { #expect(try Stage.json(missed)["exit"]?.int == 12) }
    }

    @Test func `a record that is gone is a night that did not take place`() throws {
        let stage = try NightStage()
        for words in [["--json"], []] {
            let missed = try stage.program.start(["runs", "--expect-by", "23:59"] + words).wait()
            #expect(missed.status == 12)
            #expect(missed.output.contains("There is no audit database"))
        }
        #expect(try stage.program.run("runs").status == 2)
    }

    /// What is 23 hours old is of today in the last hour of the day.
    private static var isLate: Bool {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.component(.hour, from: Date()) == 23
    }
}
