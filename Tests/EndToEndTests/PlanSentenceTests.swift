// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Testing

/// What is promised of columns, rules and plans, sentence by sentence, each through the built program.
struct PlanSentenceTests {
    private static let head = "shipment_id,status,cost,currency,tags,created_at"

    /// Ten pending rows a day old and two that are older.
    private static let files =
        PlanCase.csv(
            ([head] + (1...10).map { "se-\($0),pending,1.25,USD,,2026-11-19" }
                + ["se-11,pending,2,USD,vip,2026-11-01", "se-12,pending,,,gift,2026-11-01"])
                .joined(separator: "\n"))

    private static func plan(
        _ sentence: String, due: String = "age_days >= 7", hold: String = "",
        job: String = "", provider: String = "shipstation",
        files: [(name: String, bytes: [UInt8])] = files,
        words: [String] = [], _ ending: PlanCase.Ending, says: String...
    ) -> PlanCase {
        PlanCase(
            sentence: sentence, files: files, due: due, hold: hold, job: job, provider: provider,
            words: ["--as-of", "2026-11-20"] + words, ending: ending, says: says)
    }

    static let columns: [PlanCase] = [
        plan(
            "usual headers are recognised",
            files: PlanCase.csv("Shipment ID,Status,Created At", "se-1,pending,2026-11-01"),
            .plan(["planned": 1])),
        plan(
            "--column says what no header does",
            files: PlanCase.csv("number,state,since", "se-1,pending,2026-11-01"),
            words: ["--column", "id=number", "--column", "created_at=since"], .plan(["planned": 1])),
        plan(
            "so does the job", job: "columns: { id: \"number\", created_at: \"since\" },",
            files: PlanCase.csv("number,state,since", "se-1,pending,2026-11-01"),
            .plan(["planned": 1])),
        plan(
            "a web export without ids names the ways to have them", due: "1 = 1",
            files: PlanCase.csv("Order - Number,Order - Status", "1001,awaiting"), .refused(2),
            says: "rescind fetch", "--by reference"),
    ]

    static let rules: [PlanCase] = [
        plan("a due rule chooses", .plan(["planned": 2, "excluded": 10])),
        plan(
            "a hold protects what a due rule chose",
            hold: "\"VIP customer\": \"tags LIKE '%vip%'\"",
            .plan(["planned": 1, "held": 1, "excluded": 10]), says: "VIP customer"),
        plan(
            "a hold rule that cannot tell holds", hold: "dear: \"cost > 100\"",
            .plan(["planned": 1, "held": 1, "excluded": 10]), says: "dear"),
        plan(
            "a due rule that cannot tell is not due", due: "cost < 2",
            .plan(["planned": 10, "excluded": 2])),
        plan(
            "num() makes a number of a text", due: "num(\"cost\") >= 2",
            .plan(["planned": 1, "excluded": 11])),
        plan(
            "day() makes a day of a text", due: "day(created_at) < '2026-11-05'",
            .plan(["planned": 2, "excluded": 10])),
        plan(
            "a text compared with a bare number is an error that says so", due: "tags > 5",
            .refused(2),
            says: "tags", "num("),
        plan(
            "an error in a rule shows the rule, the place and the columns there are",
            due: "statsu = 'pending'", .refused(2), says: "rule \"all\" character 1", "statsu",
            "the columns are"),
        plan(
            "rules read nothing but the row", due: "id IN (SELECT name FROM sqlite_schema)",
            .refused(2), says: "rule"),
        plan(
            "rules call nothing that reaches out", due: "load_extension('x') = 1", .refused(2),
            says: "rule"),
        plan(
            "a hold list wins over everything", job: "holdList: \"holds.csv\",",
            files: files + [PlanCase.file("holds.csv", "id,reason\nse-11,legal\nse-999,never\n")],
            .plan(["planned": 1, "held": 1, "excluded": 10]), says: "legal"),
        plan(
            "a missing hold list is never no hold list", job: "holdList: \"gone.csv\",",
            .refused(2),
            says: "gone.csv"),
        plan(
            "no rule means nothing, never everything", due: "", .refused(2), says: "rule"),
    ]

    static let preconditions: [PlanCase] = [
        plan(
            "a label that is not voided holds its shipment", due: "1 = 1",
            files: PlanCase.csv(
                "shipment_id,label_id,label_status", "se-1,se-900,completed", "se-2,se-901,voided"),
            .plan(["planned": 1, "held": 1]), says: "shipstation: "),
        plan(
            "a manifested Sorted shipment is held", due: "1 = 1", provider: "sorted-pro",
            files: PlanCase.csv(
                "reference,status", "EA-000-1000-0001,Manifested", "EA-000-1000-0002,Allocated"),
            .plan(["planned": 1, "held": 1]), says: "sorted-pro: "),
        plan(
            "a return that Sendcloud will not cancel is held", due: "1 = 1",
            provider: "sendcloud-returns",
            files: [
                PlanCase.file(
                    "export.json",
                    "[{\"id\":1,\"is_cancellable\":false},{\"id\":2,\"is_cancellable\":true}]")
            ], .plan(["planned": 1, "held": 1]), says: "sendcloud-returns: "),
    ]

    static let limits: [PlanCase] = [
        plan(
            "a limit on items blocks", job: "limits: { items: 1 },", .blocked,
            says: "items: 2 planned"),
        plan(
            "a limit on value blocks", job: "limits: { value: { USD: \"1\" } },", .blocked,
            says: "value: "),
        plan(
            "a currency without a limit blocks where others have one", due: "id = 'se-11'",
            job: "limits: { value: { EUR: \"1000\" } },", .blocked, says: "USD"),
        plan(
            "what was expected and did not come blocks", job: "expect: { rows: \">=100\" },",
            .blocked, says: "expect"),
        plan(
            "what must be approved waits for it",
            job: "approval: { by: [\"root\"], above: { items: 1 } },", .blocked, says: "approv"),
        plan(
            "plan tightens what the job sets", job: "limits: { items: 5 },",
            words: ["--max-items", "1"], .blocked, says: "items: 2 planned"),
        plan(
            "plan never loosens what the job sets", job: "limits: { items: 1 },",
            words: ["--max-items", "9"], .blocked, says: "items: 2 planned"),
        plan(
            "an export that is too old is refused", job: "maxExportAge: \"26h\",",
            words: ["--exported-at", "2026-11-01T00:00:00Z"], .refused(6),
            says: "longer ago than maxExportAge"),
    ]

    @Test(arguments: columns + rules + preconditions + limits)
    func `what is promised of a plan is kept`(_ sentence: PlanCase) throws {
        try sentence.check()
    }

    @Test func `an export planned before is refused unless it is asked for again`() throws {
        let stage = try Stage(items: 2)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let again = try stage.program.run("plan", "export.csv")
        #expect(again.status == 6 && again.messages.contains("--again"))
        #expect(try stage.program.run("plan", "export.csv", "--again").status == 0)
    }

    @Test func `the same export, rules and day give the same plan`() throws {
        let stage = try Stage(items: 50)
        let words = ["plan", "export.csv", "--as-of", "2026-11-20", "--again"]
        for _ in 0..<2 { #expect(try stage.program.start(words).wait().status == 0) }
        let digests = try stage.query("SELECT items_sha256 FROM run ORDER BY run") { $0.text(0) }
        #expect(digests.count == 2 && digests[0] == digests[1])
    }
}
