// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Model
import SQLite
import Testing

@testable import Planning

/// What is refused before anything is stored.
struct RefusalTests {
    static let text = "id,status\nse-1,pending\n"

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var job = "rules: { due: \"status = 'pending'\" }"
        var text = RefusalTests.text
        var file = "export.csv"
        var hoursOld: Int64 = 1
        var change: @Sendable (inout PlanRequest) -> Void = { _ in }
        let word: ErrorWord
        let says: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "an old export", hoursOld: 27, word: .exportStale,
            says: "longer ago than maxExportAge (26h)"),
        Case(
            name: "an export that its flag calls old",
            change: { $0.exportedAt = Timestamp("2026-11-01T00:00:00Z") }, word: .exportStale,
            says: "2026-11-01"),
        Case(
            name: "an export of tomorrow", hoursOld: -24, word: .exportStale,
            says: "which is still to come"),
        Case(
            name: "an export that its flag calls one of the year 9999",
            change: { $0.exportedAt = Timestamp("9999-01-01T00:00:00Z") }, word: .exportStale,
            says: "9999-01-01"),
        Case(
            name: "an export with more columns than a table has",
            text: (1...3000).map { "{\"id\":\"se-\($0)\",\"k\($0)\":1}\n" }.joined(),
            file: "export.ndjson", word: .notATable, says: "columns with the fields of rules"),
        Case(
            name: "no due rule", job: "limits: {}", word: .usage,
            says: "nothing says which shipments are due"),
        Case(
            name: "all rows where the job has rules", change: { $0.choice.allRows = true },
            word: .usage, says: "--all-rows would choose more"),
        Case(name: "an empty file", text: "", word: .notATable, says: "the file is empty"),
        Case(
            name: "a file with no column for the id", text: "name,status\nx,pending\n",
            word: .notATable, says: "no column holds the id"),
        Case(
            name: "JSON that breaks", text: "[{\"id\":\"se-1\",}]", file: "export.json",
            word: .jsonInvalid, says: ""),
        Case(
            name: "a rule that names no column",
            job: "rules: { due: { old: \"statsu = 'pending'\" } }", word: .ruleInvalid,
            says: "statsu"),
        Case(
            name: "a rule that compares text with a number",
            job: "rules: { due: \"\\\"Order\\\" > 5\" }",
            text: "id,status,Order\nse-1,pending,9\n", word: .ruleInvalid, says: "text"),
        Case(
            name: "a rule that reads another table",
            job: "rules: { due: \"id IN (SELECT name FROM sqlite_schema)\" }",
            word: .ruleInvalid, says: ""),
        Case(
            name: "a rule that gives another answer tomorrow",
            job: "rules: { due: \"created_at < datetime('now')\" }",
            text: "id,status,created_at\nse-1,pending,2026-11-01\n", word: .ruleInvalid, says: ""),
        Case(
            name: "a hold list that is not there",
            job: "rules: { due: \"1\" }, holdList: \"none.csv\"", word: .usage,
            says: "the hold list cannot be opened"),
        Case(
            name: "a date whose order nobody said", job: "rules: { due: \"age_days > 7\" }",
            text: "id,status,created_at\nse-1,pending,03/04/2026\n", word: .usage,
            says: "which number is the day"),
    ]

    @Test(arguments: cases)
    func `what is refused stores nothing`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let path = desk.write(one.text, one.file, hoursOld: one.hoursOld)
        let job = try desk.job(one.job)
        let found = try #require(problem { _ = try desk.plan([path], job, one.change) })
        #expect(found.word == one.word, "\(found)")
        #expect(found.what.contains(one.says), "\(found)")
        #expect(desk.runCount == 0)
        #expect(desk.files("exports.kept") == [])
    }

    @Test
    func `an export is planned once, unless somebody says again`() throws {
        let desk = try PlanningDesk()
        try desk.plan(text: Self.text)
        let found = try #require(problem { try desk.plan(text: Self.text) })
        #expect(found.word == .alreadyPlanned)
        #expect(found.what == "this export was planned already: run 1, planned")
        try desk.plan(text: Self.text) { $0.again = true }
        #expect(desk.runCount == 2)
    }

    @Test
    func `a plan that cannot be kept is not stored`() throws {
        let desk = try PlanningDesk()
        desk.write("a file where the folder should be", "exports.kept")
        let found = try #require(problem { try desk.plan(text: Self.text) })
        #expect(found.word == .storage)
        #expect(desk.runCount == 0)
    }

    @Test
    func `the export is kept by its hash and under no other name`() throws {
        let desk = try PlanningDesk()
        let text = Self.text + "se-1,pending\n"
        let plan = try desk.plan(text: text)
        #expect(desk.files("exports.kept") == ["\(plan.record.exportSHA256).csv"])
        let kept = try #require(plan.sources.first?.kept)
        var status = stat()
        #expect(stat(kept, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(status.st_size == text.utf8.count)
    }

    @Test
    func `nothing is kept where the job says so`() throws {
        let desk = try PlanningDesk()
        let job = try desk.job("rules: { due: \"1\" }, keepExports: false")
        let plan = try desk.plan(text: Self.text, job)
        #expect(plan.sources.first?.kept == nil)
        #expect(desk.files("exports.kept") == [])
    }
}
