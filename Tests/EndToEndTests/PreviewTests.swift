// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Testing

/// How a file is read, and what rules would choose, before anything is stored.
@Suite(.serialized) struct PreviewTests {
    private static let export = """
        shipment_id,status,created_at,cost,currency,tags
        se-1,pending,2026-11-01,1.10,USD,
        se-2,pending,2026-11-02,2.20,USD,vip
        se-3,pending,2026-11-18,4.40,EUR,
        se-4,shipped,2026-11-01,8.80,USD,
        ,pending,2026-11-01,1.00,USD,
        se-6,pending
        """
    private static let rule = ["--due", "status = 'pending' AND age_days >= 7"]
    private static let today = ["--as-of", "2026-11-20"]

    private static func preview(_ words: [String]) throws -> (Stage, BuiltProgram.Ended) {
        let stage = try Stage(items: 1)
        try stage.remove("rescind.json5")
        try stage.write("e.csv", export)
        return (stage, try stage.program.start(["preview", "e.csv"] + words).wait())
    }

    @Test func `columns are shown without a job and without a rule`() throws {
        let (stage, ended) = try Self.preview(["--json"])
        let answer = try Stage.json(ended)
        #expect(ended.status == 0)
        #expect(answer["rows"]?.int == 6)
        #expect(answer["fields"]?["id"]?["from"]?.array?.first?.string == "shipment_id")
        #expect(answer["fields"]?["currency"]?["such_as"]?.string == "USD")
        #expect(answer["missing"]?.array?.contains { $0.string == "label_id" } == true)
        #expect(answer["statuses"]?["pending"]?.int == 4)
        #expect(answer["unreadable"]?.int == 2)
        #expect(answer["planned"] == nil)
        #expect(!stage.has("audit.db"))
    }

    @Test func `every row falls on one side, with its value`() throws {
        let (_, ended) = try Self.preview(
            Self.rule + Self.today + ["--hold", "VIP=tags LIKE '%vip%'", "--json"])
        let answer = try Stage.json(ended)
        #expect(answer["planned"]?.int == 1)
        #expect(answer["held"]?.int == 1)
        #expect(answer["excluded"]?.int == 2)
        #expect(answer["unreadable"]?.int == 2)
        #expect(answer["value"]?["USD"]?.string == "1.10")
        #expect(answer["by_reason"]?["held"]?["VIP"]?["value"]?["USD"]?.string == "2.20")
        #expect(answer["by_reason"]?["excluded"]?["not due"]?["count"]?.int == 2)
        #expect(answer["examples"]?["planned"]?[0]?["id"]?.string == "se-1")
        #expect(answer["examples"]?["unreadable"]?[1]?["line"]?.int == 7)
    }

    @Test func `each term shows what it alone keeps out`() throws {
        let (_, ended) = try Self.preview(Self.rule + Self.today + ["--json"])
        let terms = try Stage.json(ended)["terms"]?.array ?? []
        #expect(terms.map { $0["term"]?.string } == ["status = 'pending'", "age_days >= 7"])
        #expect(terms.map { $0["excludes_alone"]?.int } == [1, 1])
        #expect(terms.map { $0["true"]?.int } == [3, 3])
    }

    @Test func `a preview with the job's rules chooses what the plan chooses`() throws {
        let stage = try Stage(items: 30, job: "holdList: \"holds.csv\",")
        try stage.write("holds.csv", "id,reason,by,until\nse-7,a promise,ops,\n")
        let preview = try Stage.json(try stage.program.run("preview", "export.csv", "--json"))
        let plan = try Stage.json(try stage.program.run("plan", "export.csv", "--json"))
        for key in ["rows", "planned", "held", "excluded", "unreadable"] {
            #expect(preview[key]?.int == plan[key]?.int, "\(key)")
        }
        #expect(preview["held"]?.int == 1)
        #expect(preview["value"]?["USD"]?.string == plan["value"]?["USD"]?.string)
    }

    @Test func `all rows come as they stand, nothing trimmed`() throws {
        let stage = try Stage(items: 1)
        try stage.write(
            "e.csv", "id, Name ,note\nse-1,  Ada ,\"a \"\"b\"\"\nc\"\n007,,\u{9b}31m\n1,2\n")
        let ended = try stage.program.run("preview", "e.csv", "--all")
        let lines = ended.output.split(separator: "\n")
        #expect(ended.status == 0)
        #expect(lines.count == 3)
        let first = try JSON.parse(Array(lines[0].utf8))
        #expect(first["Name"]?.string == "  Ada ")
        #expect(first["note"]?.string == "a \"b\"\nc")
        #expect(lines[1].contains("\\u009b"))
        #expect(try JSON.parse(Array(lines[1].utf8))["id"]?.string == "007")
        #expect(try JSON.parse(Array(lines[2].utf8))["_unreadable"]?.string != nil)
    }

    @Test func `the columns of later objects are there in all rows`() throws {
        let stage = try Stage(items: 1)
        let padding = String(repeating: "x", count: 200_000)
        try stage.write(
            "e.json", "[{\"id\":9007199254740993,\"pad\":\"\(padding)\"},{\"a\":{\"late\":true}}]")
        let ended = try stage.program.run("preview", "e.json", "--all")
        let lines = ended.output.split(separator: "\n")
        #expect(try JSON.parse(Array(lines[0].utf8))["id"]?.string == "9007199254740993")
        #expect(try JSON.parse(Array(lines[1].utf8))["a.late"]?.string == "true")
    }

    @Test func `nothing in a file reaches the terminal as a command`() throws {
        let stage = try Stage(items: 1)
        try stage.write("e.csv", "id,status,\"na\u{1b}[2Jme\"\nse-1,p\u{1b}]0;title\u{7}q,x\n")
        let ended = try stage.program.run("preview", "e.csv", "--due", "1")
        #expect(ended.status == 0)
        #expect(!ended.output.contains("\u{1b}"))
        #expect(ended.output.contains("p\\x1b]0;title\\x07q"))
    }

    @Test(arguments: [
        (["gone.csv"], "export_missing"), (["empty.csv"], "not_a_table"),
        (["broken.json"], "json_invalid"), (["e.csv", "--due", "colour = 'red'"], "rule_invalid"),
        (["e.csv", "--column", "id=Nope"], "usage"),
    ])
    func `what cannot be shown says why`(words: [String], code: String) throws {
        let stage = try Stage(items: 1)
        try stage.remove("rescind.json5")
        try stage.write("e.csv", Self.export)
        try stage.write("empty.csv", "")
        try stage.write("broken.json", "[{\"id\": 1,]")
        let ended = try stage.program.start(["preview"] + words + ["--json"]).wait()
        #expect(ended.status == 2)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == code)
    }

    @Test func `rules that need a column the file lacks do not hide its columns`() throws {
        let (_, ended) = try Self.preview(["--due", "carrier = 'ups'"])
        #expect(ended.status == 2)
        #expect(ended.output.contains("tracking_number"))
        #expect(ended.output.contains("this export has nothing for carrier"))
        #expect(ended.output.contains("\"created_at\" (created_at), to the day of --as-of"))
    }

    @Test func `a column that holds shipments is not called unused`() throws {
        let stage = try Stage(items: 1)
        try stage.remove("rescind.json5")
        try stage.write(
            "e.csv", "Return ID,Status,Is cancellable,Other,Cost\n7,open,false,x,1234.5\n")
        let words = [
            "preview", "e.csv", "--provider", "sendcloud-returns", "--credential",
            "publicKey=env:KEY", "--credential", "secretKey=env:KEY", "--all-rows",
        ]
        let answer = try Stage.json(try stage.program.start(words + ["--json"]).wait())
        #expect(answer["unused"]?.array?.compactMap(\.string) == ["Other"])
        #expect(answer["held"]?.int == 1)
        #expect(try stage.program.start(words).wait().output.contains("1,234.50"))
    }
}
