// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Testing

/// `audit archive` and what still works after it.
@Suite(.serialized) struct ArchiveTests {
    private static let before = ["--before", "2099-01-01"]

    private func archive(_ stage: Stage, _ file: String = "old.db") throws -> BuiltProgram.Ended {
        try stage.program.start(["audit", "archive", file, "--json"] + Self.before).wait()
    }

    @Test func `old runs go into a sealed file, and every question is still answered`() throws {
        let stage = try AuditVerbTests.night()
        let month = String(
            try stage.query("SELECT started_at FROM runs") { $0.text(0) }[0].prefix(7))
        let statement = try stage.program.run("statement", month, "--json")
        let ended = try archive(stage)
        let json = try Stage.json(ended)
        #expect(ended.status == 0)
        #expect(json["runs"]?.array?.map(\.int) == [1])
        #expect(json["exchanges"]?.int == 4)
        #expect(json["items"]?.int == 4)
        let path = try #require(json["path"]?.string)
        #expect(path.hasSuffix("/old.db"))
        #expect(try stage.mode("old.db") == 0o400)
        for words in [
            ["audit", "verify"], ["audit", "verify", "--audit", "old.db"], ["runs"], ["show", "1"],
            ["audit", "search", "se-2"], ["audit", "proof", "1", "se-2", "--audit", "old.db"],
            ["audit", "export", "1", "--format", "har", "--audit", "old.db"],
            ["report", "1", "--audit", "old.db", "--out", "again"],
        ] { #expect(try stage.program.start(words).wait().status == 0, "\(words)") }
        let key = try AuditVerbTests.publicKey(stage)
        #expect(try AuditVerbTests.second(stage, "audit.db", "old.db", "--key", key).status == 0)
        let why = try Stage.json(try stage.program.run("why", "se-2", "--json"))
        #expect(why["items"]?[0]?["state"]?.string == "cancelled")
        #expect(why["proof"]?.string == "rescind audit proof 1 se-2 --audit \(path)")
        #expect(why["notes"]?.array?.contains { $0.string?.contains(path) == true } == true)
        let after = try Stage.json(try stage.program.run("statement", month, "--json"))
        #expect(after["value"] == (try Stage.json(statement))["value"])
        // What is settled stays settled: the same shipments are not cancelled once more.
        let again = try Stage.json(try stage.program.run("plan", "export.csv", "--again", "--json"))
        #expect(again["settled"]?.int == 4)
        #expect(again["planned"]?.int == 0)
    }

    @Test(arguments: [
        ["audit", "proof", "1", "se-2"], ["audit", "export", "1", "--format", "ndjson"],
        ["report", "1"],
    ])
    func `what only the archive can answer says where it is`(words: [String]) throws {
        let stage = try AuditVerbTests.night()
        #expect(try archive(stage).status == 0)
        let ended = try stage.program.start(words).wait()
        #expect(ended.status == 2)
        #expect(ended.messages.contains("next: rescind \(words.joined(separator: " "))"))
        #expect(ended.messages.contains("/old.db"))
    }

    @Test func `an archive that is gone is said, and the record verifies`() throws {
        let stage = try AuditVerbTests.night()
        #expect(try archive(stage).status == 0)
        try stage.remove("old.db")
        let ended = try stage.program.run("audit", "verify")
        #expect(ended.status == 0)
        #expect(ended.output.contains("which is not there"))
        let json = try Stage.json(try stage.program.run("audit", "verify", "--json"))
        #expect(json["archives"]?[0]?["found"]?.bool == false)
    }

    @Test func `a second time there is nothing to do, and an open run stays`() throws {
        let stage = try AuditVerbTests.night()
        #expect(try archive(stage).status == 0)
        let records = try Stage.json(try stage.program.run("audit", "verify", "--json"))["records"]
        try stage.write("export.csv", "shipment_id,status\nse-50,pending\n")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let again = try archive(stage, "newer.db")
        #expect(again.status == 0)
        let json = try Stage.json(again)
        #expect(json["runs"]?.array?.isEmpty == true)
        #expect(json["stays"]?[0]?["why"]?.string == "it is planned")
        #expect(!stage.has("newer.db"))
        #expect(records?.int != nil)
    }

    @Test func `killed at any moment, it verifies, and the same command ends it`() throws {
        for wait in [20_000, 60_000, 120_000, 200_000, 300_000] as [UInt32] {
            let stage = try AuditVerbTests.night(items: 40)
            let running = try stage.program.start(["audit", "archive", "old.db"] + Self.before)
            usleep(wait)
            running.send(SIGKILL)
            _ = running.wait()
            #expect(try stage.program.run("audit", "verify").status == 0)
            #expect(try archive(stage).status == 0)
            #expect(try stage.program.run("audit", "verify").status == 0)
            #expect(try stage.program.run("audit", "verify", "--audit", "old.db").status == 0)
            let raw = try stage.query("SELECT count(*) FROM items WHERE raw <> ''") { $0.int(0) }
            #expect(raw == [0])
        }
    }

    @Test func `nobody writes into an archive, and a night that sends is not disturbed`() throws {
        let stage = try AuditVerbTests.night()
        #expect(try archive(stage).status == 0)
        let planned = try stage.program.run("plan", "export.csv", "--again", "--audit", "old.db")
        #expect(planned.status == 2)
        #expect(planned.messages.contains("never written"))
        let busy = try Stage(items: 200, pace: "perSecond: 100")
        #expect(try busy.program.run("plan", "export.csv").status == 0)
        let running = try busy.program.start(["apply", "1", "--yes"])
        usleep(400_000)
        #expect(try archive(busy).status == 8)
        running.send(SIGTERM)
        _ = running.wait()
    }
}
