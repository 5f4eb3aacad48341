// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What is promised of exports, sentence by sentence, each through the built program.
struct ExportSentenceTests {
    private static let head = "shipment_id,status,cost,currency,note"
    private static func rows(_ count: Int, from first: Int = 1) -> [String] {
        (first..<first + count).map { "se-\($0),pending,1.25,USD," }
    }

    private static func note(_ text: String, _ sql: String, _ sentence: String) -> PlanCase {
        PlanCase(
            sentence: sentence,
            files: PlanCase.csv(head, "se-1,pending,1.25,USD,\(text)", "se-2,pending,1.25,USD,x"),
            due: "note = \(sql)", ending: .plan(["planned": 1, "excluded": 1]))
    }

    private static func ended(by end: String, _ sentence: String) -> PlanCase {
        let text = ([head] + rows(3)).map { $0 + end }.joined()
        return PlanCase(
            sentence: sentence, files: [PlanCase.file("export.csv", text)],
            ending: .plan(["planned": 3]))
    }

    private static func parted(by delimiter: String) -> PlanCase {
        let lines = ([head] + rows(3)).map { $0.replacing(",", with: delimiter) + "\n" }
        return PlanCase(
            sentence: "the delimiter \(delimiter.debugDescription) is found",
            files: [PlanCase.file("export.csv", lines.joined())], ending: .plan(["planned": 3]))
    }

    private static func encoded(
        _ encoding: String.Encoding, bom: [UInt8] = [], _ sentence: String
    ) -> PlanCase {
        let text = "\(head)\nse-1,pending,1.25,USD,Müller\nse-2,pending,1.25,USD,x\n"
        return PlanCase(
            sentence: sentence,
            files: [("export.csv", bom + Array(text.data(using: encoding) ?? Data()))],
            due: "note = 'Müller'", ending: .plan(["planned": 1, "excluded": 1]))
    }

    private static let item = #"{"shipment_id":"se-1","status":"pending"}"#

    private static func json(_ text: String, planned: Int, _ sentence: String) -> PlanCase {
        PlanCase(
            sentence: sentence, files: [PlanCase.file("export.json", text)],
            ending: .plan(["planned": planned]))
    }

    private static func badJSON(_ text: String, _ sentence: String, _ says: String...) -> PlanCase {
        PlanCase(
            sentence: sentence, files: [PlanCase.file("export.json", text)],
            ending: .refused(2), says: says)
    }

    private static func damaged(
        _ row: String, _ sentence: String, _ says: String..., state: String = "unreadable"
    ) -> PlanCase {
        PlanCase(
            sentence: sentence, files: PlanCase.csv(head, "se-7,pending,1,USD,", row),
            ending: .plan(["planned": 1, state: 1]), says: says)
    }

    private static func noTable(_ text: String, _ sentence: String, _ says: String...) -> PlanCase {
        PlanCase(
            sentence: sentence, files: [PlanCase.file("export.csv", text)], ending: .refused(2),
            says: says)
    }

    static let forms: [PlanCase] = [
        note("\"say \"\"hi\"\"\"", "'say \"hi\"'", "quotes inside quotes are one"),
        note(
            "\"a\nb, c\"", "'a' || char(10) || 'b, c'",
            "a quoted field holds line ends and delimiters"),
        ended(by: "\r\n", "lines may end with CR LF"),
        ended(by: "\n", "lines may end with LF"),
        ended(by: "\r", "lines may end with CR"),
        parted(by: ","), parted(by: ";"), parted(by: "\t"), parted(by: "|"),
        encoded(.utf8, "UTF-8 is read"),
        encoded(.utf8, bom: [0xEF, 0xBB, 0xBF], "a byte order mark is no part of a name"),
        encoded(.utf16LittleEndian, bom: [0xFF, 0xFE], "UTF-16 is recognised and converted"),
        encoded(.utf16BigEndian, bom: [0xFE, 0xFF], "UTF-16 the other way round is, too"),
        encoded(.isoLatin1, "Latin-1 is recognised and converted"),
        json("[\(item)]", planned: 1, "a JSON array is an export"),
        json(
            "{\"shipments\":[\(item)],\"total\":1,\"page\":1}", planned: 1,
            "so is an object that holds a list"),
        json("{\"data\":[\(item)],\"next\":null}", planned: 1, "whatever the list is called: data"),
        json(
            "{\"value\":[\(item)],\"@odata.count\":1}", planned: 1,
            "whatever the list is called: value"),
        json(
            "\(item)\n\(item.replacing("se-1", with: "se-2"))\n", planned: 2,
            "JSON may come line by line"),
        PlanCase(
            sentence: "nested fields are columns",
            files: [
                PlanCase.file(
                    "export.json",
                    "[{\"shipment_id\":\"se-1\",\"ship_to\":{\"name\":\"Ann\"}},{\"shipment_id\":\"se-2\"}]"
                )
            ], due: "\"ship_to.name\" = 'Ann'", ending: .plan(["planned": 1, "excluded": 1])),
        PlanCase(
            sentence: "several files are one plan",
            files: PlanCase.csv(head, rows(1)[0])
                + [PlanCase.file("more.csv", "\(head)\n\(rows(1, from: 2)[0])\n")],
            words: ["export.csv", "more.csv"], ending: .plan(["planned": 2])),
    ]

    static let refusals: [PlanCase] = [
        badJSON("[\(item),]", "JSON is strict: no comma at the end", "line 1", "byte"),
        badJSON(
            "[\n{'shipment_id':\"se-1\"}]", "JSON is strict: the line and the byte are named",
            "line 2"),
        badJSON("[{\"shipment_id\":NaN}]", "JSON is strict: NaN is none", "byte"),
        badJSON(
            String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000),
            "a depth beyond the limit is named", "deep"),
        PlanCase(
            sentence:
                "a file that ends inside a quote says where it began, and is not the whole list",
            files: [PlanCase.file("export.csv", "\(head)\nse-1,pending,1,USD,\"open\n")],
            ending: .blocked, says: ["ends inside the quote opened on line 2"]),
        noTable("", "an empty file is no table", "empty"),
        noTable(
            "shipment_id,status,status\nse-1,pending,x\n",
            "of a header that stands twice neither is taken", "status (1)", "status (2)"),
        PlanCase(
            sentence: "a page that says there is more blocks the plan",
            files: [
                PlanCase.file(
                    "export.json",
                    "{\"shipments\":[\(item)],\"total\":2750,\"page\":1,\"pages\":110}")
            ],
            ending: .blocked, says: ["2750"]),
    ]

    static let rows: [PlanCase] = [
        damaged(
            "se-8,pending,1", "a row with too few fields is unreadable, never shifted",
            "3 columns where the header has 5"),
        damaged(
            "se-8,pending,1,USD,x,y", "a row with too many fields is unreadable",
            "6 columns where the header has 5"),
        damaged("se-8,pen\0ding,1,USD,", "a NUL byte makes its row unreadable", "NUL"),
        damaged(
            "2.85297E+07,pending,1,USD,", "an id in scientific form is unreadable", "spreadsheet"),
        PlanCase(
            sentence: "a long id whose tail is zeros is held",
            files: PlanCase.csv(
                "id,status", "1234567890000000,pending", "1234567890123456,pending"),
            provider: "sendcloud-returns", ending: .plan(["planned": 1, "held": 1]),
            says: ["id looks rounded"]),
        damaged("po-1,pending,1,USD,", "an id of another kind is unreadable", "po-1"),
        damaged("se-8,pending,-1,USD,", "a negative cost is unreadable", "negative"),
        damaged("se-8,pending,one,USD,", "a cost that is none is unreadable", "one"),
        damaged(",pending,1,USD,", "a row without an id is unreadable", "id"),
        PlanCase(
            sentence: "a header without a name is a column nobody can ask for",
            files: PlanCase.csv("shipment_id,status,", "se-1,pending,x"),
            ending: .plan(["planned": 1])),
        PlanCase(
            sentence: "a date as a spreadsheet's serial number is recognised",
            files: PlanCase.csv(
                "shipment_id,status,created_at", "se-1,pending,46327", "se-2,pending,46347"),
            due: "age_days >= 10", words: ["--as-of", "2026-11-20"],
            ending: .plan(["planned": 1, "excluded": 1])),
        PlanCase(
            sentence: "a field beyond the limit is named, and the rest goes on",
            files: PlanCase.csv(
                head, rows(1)[0], "se-2,pending,1,USD," + String(repeating: "x", count: 2 << 20)),
            ending: .plan(["planned": 1, "unreadable": 1]), says: ["longer than 1048576 bytes"]),
    ]

    @Test(arguments: forms) func `every form of export is read`(_ sentence: PlanCase) throws {
        try sentence.check()
    }

    @Test(arguments: refusals) func `what is no whole table is refused`(_ sentence: PlanCase) throws
    {
        try sentence.check()
    }

    @Test(arguments: rows) func `a damaged row stands alone`(_ sentence: PlanCase) throws {
        try sentence.check()
    }
}
