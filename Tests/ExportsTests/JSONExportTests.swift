// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Exports

struct JSONExportTests {
    static let two = #"{"id":"se-1","status":"pending"},{"id":"se-2","status":"x"}"#

    @Test(arguments: [
        ("a.json", "[\(two)]"), ("a.json", "{\"shipments\":[\(two)],\"total\":2}"),
        ("a.json", "{\"data\":[\(two)]}"), ("a.json", "{\"next\":null,\"value\":[\(two)]}"),
        (
            "a.ndjson",
            "{\"id\":\"se-1\",\"status\":\"pending\"}\n{\"id\":\"se-2\",\"status\":\"x\"}\n"
        ),
        ("stdin", "\u{FEFF}[\(two)]"),
    ])
    func `every wrapping of records is read the same`(_ name: String, _ text: String) throws {
        #expect(try chosen("status = 'pending'", in: text, name: name) == ["se-1"])
        #expect(try chosen("1", in: text, name: name) == ["se-1", "se-2"])
    }

    /// A list of any length around which an object stands, as `fetch` and the providers write it.
    @Test(arguments: [100, 3000, 30_000])
    func `an object around a list shows its columns at once, however long the list`(
        rows: Int
    ) throws {
        let list = (1...rows).map { "{\"shipment_id\":\"se-\($0)\",\"status\":\"pending\"}" }
        let text =
            "{\"account\":\"us\",\"shipments\":[\(list.joined(separator: ",\n"))],\"total\":\(rows)}"
        #expect(try columns(text, name: "a.json").names.prefix(2) == ["shipment_id", "status"])
        #expect(try chosen("status = 'pending'", in: text, name: "a.json").count == rows)
    }

    @Test func `a lone object is one row`() throws {
        #expect(
            try chosen("1", in: #"{"id":"se-1","packages":[{"w":1}]}"#, name: "a.json") == ["se-1"])
    }

    @Test func `nested fields are columns, numbers keep their text`() throws {
        let text = #"""
            [{"id":1152921504606978422,"ship_to":{"name":"Zo\u00eb","geo":{"x":1.50}},"on":true,"no":null},
             {"id":2,"ship_to":{"name":"b"},"list":["a","b"]}]
            """#
        #expect(
            try columns(text, name: "a.json").names == [
                "id", "ship_to.name", "ship_to.geo.x", "on", "no", "list",
            ])
        let rule =
            #""ship_to.name" = 'Zoë' AND "ship_to.geo.x" = '1.50' AND "on" = 'true' AND "no" = ''"#
        #expect(try chosen(rule, in: text, name: "a.json") == ["1152921504606978422"])
        #expect(try chosen("list = 'a, b'", in: text, name: "a.json") == ["2"])
        #expect(try chosen("\"ship_to.geo.x\" = ''", in: text, name: "a.json") == ["2"])
    }

    @Test(arguments: [
        ("[{\"id\":1},{\"id\":}]", "a.json"), ("[{\"id\":1}", "a.json"),
    ])
    func `invalid JSON ends with the byte and the line`(_ text: String, _ name: String) {
        let problem = #expect(throws: Problem.self) { try judge(text, name: name) }
        #expect(problem?.word == .jsonInvalid)
        #expect(problem?.place?.contains("line") == true)
        #expect(problem?.place?.contains("byte") == true)
    }

    @Test func `an element that is no object is an unreadable row`() throws {
        let rows = try judge(
            "[{\"id\":\"a\"},7,{\"id\":\"b\",\"id\":\"c\"},{\"id\":\"d\"}]", name: "a.json")
        #expect(rows.map(\.line) == [1, 2, 3, 4])
        #expect(rows.map { $0.outcome.hasPrefix("unreadable: ") } == [false, true, true, false])
    }

    @Test(arguments: [
        #"{"id":"se-1","tags":"a\u0000,vip"}"#, #"{"id":"se-1","tags":["a\u0000,vip"]}"#,
        #"{"id":"se-1","to":{"name":"\\\u0000"},"tags":""}"#,
    ])
    func `a NUL in any value makes the row unreadable, for it would hide the rest from a rule`(
        _ row: String
    ) throws {
        let rows = try judge(row + "\n" + row + "\n", name: "a.ndjson")
        #expect(rows.map { $0.outcome.contains("NUL") } == [true, true])
    }

    @Test func `an escaped backslash in front of u0000 is no NUL`() throws {
        let text = #"{"id":"se-1","tags":"a\\u0000,vip"}"# + "\n"
        #expect(try chosen("tags LIKE '%vip%'", in: text, name: "a.ndjson") == ["se-1"])
    }

    @Test func `a bad line of NDJSON is an unreadable row, and the rest goes on`() throws {
        let rows = try judge("{\"id\":1}\nnonsense\n{\"id\":2}\n", name: "a.ndjson")
        #expect(rows.map(\.line) == [1, 2, 3])
        #expect(rows.map { $0.outcome.hasPrefix("due") } == [true, false, true])
    }

    /// More than the head that columns are found in.
    static let late: String = {
        let many = (0..<6000).map { "{\"id\":\"se-\($0)\",\"status\":\"pending\"}" }
        let last = #"{"id":"se-last","status":"pending","cost":"5.00","gift":"yes"}"#
        return "[" + (many + [last]).joined(separator: ",\n") + "]"
    }()

    @Test func `a column that only later objects have is found when a rule names it`() throws {
        #expect(try columns(Self.late, name: "a.json").names == ["id", "status"])
        #expect(try chosen("gift = 'yes'", in: Self.late, name: "a.json") == ["se-last"])
        #expect(try chosen("cost > 1", in: Self.late, name: "a.json") == ["se-last"])
        let problem = RuleRefusalTests.problem("gfit = 'yes'", in: Self.late, name: "a.json")
        #expect(problem?.what == "there is no column \"gfit\"; did you mean gift?")
    }

    @Test func `a cost that only later objects have counts without a rule that names it`() throws {
        let costs = try rows(of: Self.late, name: "a.json") { row in row.cost?.description ?? "" }
        #expect(costs.last == "5.00")
        #expect(costs.dropLast().allSatisfy { $0.isEmpty })
    }

    @Test func `a name of ours that is only spelt otherwise is not added beside it`() throws {
        let text = #"[{"Status":"pending","ID":"a"},{"STATUS":"x","id":"b"}]"#
        #expect(
            try columns(text, name: "a.json").names == [
                "Status (1)", "ID (1)", "STATUS (2)", "id (2)",
            ])
        #expect(
            try columns(#"[{"Status":"pending","ID":"a"}]"#, name: "a.json").names
                == ["Status", "ID"])
    }

    @Test(arguments: [1, 9000]) func `JSON without an id lists its columns`(_ count: Int) throws {
        let text =
            "[" + Array(repeating: #"{"hello":1,"world":2}"#, count: count).joined(separator: ",")
            + "]"
        let problem = #expect(throws: Problem.self) {
            try columns(text, name: "a.json").requireID(in: "a.json")
        }
        #expect(
            problem?.what
                == "no column holds the id of a shipment; the columns are \"hello\" and \"world\"")
        let options = ExportOptions.test { $0.columns = ["id": "hello"] }
        try columns(text, name: "a.json", options: options).requireID(in: "a.json")
    }

    @Test func `all columns can be asked for`() throws {
        let options = ExportOptions.test { $0.readsAllColumns = true }
        #expect(
            try columns(Self.late, name: "a.json", options: options).names
                == ["id", "status", "cost", "gift"])
    }

    @Test func `an override may name a column that comes later`() throws {
        let options = ExportOptions.test { $0.columns = ["reference": "gift"] }
        #expect(
            try chosen("reference = 'yes'", in: Self.late, name: "a.json", options: options)
                == ["se-last"])
    }

    @Test(
        arguments: [
            (#"{"shipments":[{"id":1}],"total":2750,"page":1,"pages":110}"#, "2750"),
            (#"{"data":[{"id":1}],"next":"https://x/returns?cursor=2"}"#, "a page that follows"),
            (
                #"{"shipments":[{"id":1}],"links":{"next":{"href":"https://x"}}}"#,
                "a page that follows"
            ),
            (
                #"{"value":[{"id":1}],"links":[{"rel":"next_link","href":"x"}]}"#,
                "a page that follows"
            ),
            (#"{"shipments":[{"id":1}],"total":1,"links":{"next":{}}}"#, nil),
            (#"{"data":[{"id":1}],"next":null}"#, nil), (#"[{"id":1}]"#, nil),
        ] as [(String, String?)])
    func `a page that is not the whole list says so`(_ text: String, _ part: String?) throws {
        let file = TemporaryFile(text, name: "a.json")
        let table = try ExportTable(file.path, .test)
        try table.scan { _ in }
        #expect(table.pages.shortfall?.contains(part ?? "") == (part.map { _ in true }))
        #expect(table.notes.isEmpty == (part == nil))
    }

    @Test func `an export says itself when it was made`() throws {
        let file = TemporaryFile(
            #"{"exported_at":"2026-11-20T01:58:00Z","shipments":[{"id":1}]}"#, name: "a.json")
        let table = try ExportTable(file.path, .test)
        #expect(table.pages.exportedAt?.description == "2026-11-20T01:58:00.000Z")
        try table.scan { _ in }
        #expect(table.pages.exportedAt?.description == "2026-11-20T01:58:00.000Z")
    }

    @Test func `a record is handed over as it stands`() throws {
        let raw = try rows(of: "[ {\"id\" : \"a\"} ]", name: "a.json") { row in row.raw.text }
        #expect(raw == ["{\"id\" : \"a\"}"])
    }
}
