// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Testing

/// Every row of an export can be asked about, whatever became of it.
@Suite(.serialized) struct WhyTests {
    private static let rules = """
        rules: { due: { "old": "status = 'pending' AND age_days >= 7" },
            hold: { "VIP": "tags LIKE '%vip%'" } },
        """

    /// A run over one row of each kind, carried out.
    private static func carriedOut() throws -> Stage {
        let stage = try Stage(items: 1)
        try stage.write(
            "rescind.json5",
            try stage.text("rescind.json5").replacing(
                "rules: { due: { \"all of them\": \"status = 'pending'\" } },", with: rules))
        try stage.write(
            "export.csv",
            """
            shipment_id,order_number,status,created_at,cost,currency,tags
            se-1,A-1,pending,2000-01-01,1.10,USD,
            se-2,A-2,pending,2000-01-01,2.20,USD,vip
            se-3,A-3,shipped,2000-01-01,4.40,USD,
            se-4,A-4,pending,,4.40,USD,
            ,A-5,pending,2000-01-01,1.00,USD,
            """)
        #expect(try stage.program.run("plan", "export.csv", "--max-items", "50").status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        return stage
    }

    @Test(arguments: [
        ("se-1", "planned: old"), ("se-2", "held: VIP"), ("se-3", "excluded: not due"),
        ("se-4", "excluded: cannot tell"), ("A-3", "excluded: not due"),
        ("A-5", "unreadable: no shipment id"),
    ])
    func `a row of any kind is explained`(id: String, decision: String) throws {
        let stage = try Self.carriedOut()
        // The export of the night is overwritten; the kept one answers.
        try stage.write("export.csv", "shipment_id,status\nse-9,pending\n")
        for words in [["why", "1", id, "--json"], ["why", id, "--json"]] {
            let ended = try stage.program.start(words).wait()
            let answer = try Stage.json(ended)
            #expect(ended.status == 0)
            #expect(answer["run"]?.int == 1)
            #expect(answer["rows"]?.array?.count == 1)
            #expect(answer["rows"]?[0]?["decision"]?.string == decision)
        }
    }

    @Test func `the verdict of each rule stands beside the values it saw`() throws {
        let stage = try Self.carriedOut()
        let answer = try Stage.json(try stage.program.run("why", "se-3", "--json"))
        let due = answer["rows"]?[0]?["rules"]?[0]
        #expect(due?["verdict"]?.bool == false)
        #expect(due?["values"]?["status"]?.string == "shipped")
        #expect(due?["terms"]?.array?.map { $0["verdict"]?.bool } == [false, true])
        let unclear = try Stage.json(try stage.program.run("why", "se-4", "--json"))
        #expect(unclear["rows"]?[0]?["rules"]?[0]?["verdict"]?.isNull == true)
    }

    @Test func `what was sent and answered is told in its order`() throws {
        let stage = try Self.carriedOut()
        let answer = try Stage.json(try stage.program.run("why", "se-1", "--json"))
        let events = answer["items"]?[0]?["events"]?.array ?? []
        let words = events.map { $0["act"]?.string ?? $0["purpose"]?.string ?? $0["state"]?.string }
        #expect(words == ["plan", "apply", "cancel", "cancelled", "apply_ended"])
        #expect(answer["items"]?[0]?["state"]?.string == "cancelled")
    }

    @Test(arguments: ["se-1", "se-3"])
    func `a kept export that somebody changed is not believed, and verify names it`(
        _ id: String
    ) throws {
        let stage = try Self.carriedOut()
        let folder = stage.folder.appending(path: "exports.kept")
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = "exports.kept/" + (try #require(kept.first))
        try stage.remove("export.csv")
        try stage.write(name, try stage.text(name).replacing("shipped", with: "forged!"))
        let ended = try stage.program.start(["why", "1", id, "--json"]).wait()
        #expect(ended.status == 10)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == "audit_invalid")
        #expect(!ended.output.contains("forged!"))
        let verified = try stage.program.start(["audit", "verify", "--json"]).wait()
        #expect(verified.status == 10)
        #expect(verified.output.contains(name))
    }

    @Test func `a kept export that is gone is said by verify and no fault`() throws {
        let stage = try Self.carriedOut()
        try stage.remove("exports.kept")
        let verified = try stage.program.start(["audit", "verify", "--json"]).wait()
        #expect(verified.status == 0)
        #expect(verified.output.contains("cannot be read here"))
    }

    @Test func `an export that is gone is said, and the record still answers`() throws {
        let stage = try Self.carriedOut()
        try stage.remove("exports.kept")
        try stage.remove("export.csv")
        let answer = try Stage.json(try stage.program.run("why", "se-1", "--json"))
        #expect(answer["rows"]?.array?.isEmpty == true)
        #expect(answer["notes"]?.array?.count == 1)
        #expect(answer["items"]?[0]?["raw"]?.string?.hasPrefix("se-1,A-1") == true)
    }

    @Test(arguments: [["why", "se-99"], ["why", "1", "se-99"], ["why", "7", "se-1"]])
    func `what nobody knows is said so`(words: [String]) throws {
        let stage = try Self.carriedOut()
        let ended = try stage.program.start(words + ["--json"]).wait()
        #expect(ended.status == 2)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == "usage")
    }
}
