// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Exports

struct CSVExportTests {
    @Test(arguments: [
        "id,status\nse-1,pending\n", "id;status\nse-1;pending\n", "id\tstatus\r\nse-1\tpending\r\n",
        "id|status\rse-1|pending\r", "\u{FEFF}id,status\nse-1,pending",
        "sep=;\nid;status\nse-1;pending\n", "\n\nid,status\n\nse-1,pending\n\n",
        "\"id\",\"status\"\n\"se-1\",\"pending\"\n",
    ])
    func `however a table is written, it is read the same`(_ text: String) throws {
        let read = try rows(of: text) { row in [row.id.text, row.text(.status)] }
        #expect(read == [["se-1", "pending"]])
    }

    @Test func `bad rows are unreadable with their reason and line, and the rest goes on`() throws {
        let text = """
            id,status,cost,currency
            se-1,pending,1.00,USD
            ,pending,1.00,USD
            se-3,pending,1.00
            se-4,pending,1.00,USD,x,y
            se-5,pending,"1"2,USD
            se-6,pend\u{0}ing,1.00,USD
            se-7,pending,-1.00,USD
            se-8,pending,"1,234",USD
            se-9,pending,€5,USD

            se-10,"two
            lines",1.00,USD
            1.5E+10,pending,1.00,USD
            se-12,pending,1.00,"USD
            se-13,pending,1.00,USD
            """
        #expect(
            try judge(text).map { "\($0.line): \($0.outcome)" } == [
                "2: due: all",
                "3: unreadable: no shipment id",
                "4: unreadable: 3 columns where the header has 4",
                "5: unreadable: 6 columns where the header has 4",
                "6: unreadable: text after the closing quote in column 3; a quote inside quotes is "
                    + "written twice",
                "7: unreadable: a NUL byte in column 2",
                "8: unreadable: cost \"-1.00\" is negative",
                "9: unreadable: cost \"1,234\" can be read as thousands or as decimals",
                "10: unreadable: cost says EUR and currency says USD",
                "12: due: all",
                "14: unreadable: the id \"1.5E+10\" is a number that a spreadsheet rewrote: format "
                    + "the column as text and export again",
                "15: unreadable: the file ends inside the quote opened on line 15",
            ])
    }

    @Test func `a row is not UTF-8 where the rest of the file is`() throws {
        let file = TemporaryFile(
            Array("id,name\nse-1,Zoë\nse-2,Zo".utf8) + [0xEB] + Array("\nse-3,x\n".utf8))
        let table = try ExportTable(file.path, .test)
        var seen: [String] = []
        try table.scan { row in seen.append(row.unreadable ?? row.id.text) }
        #expect(seen == ["se-1", "not UTF-8 (byte 8 of the row)", "se-3"])
    }

    @Test func `values in Windows-1252 and UTF-16 are read as text`() throws {
        for bytes in [
            Array("id,name\nse-1,Zo".utf8) + [0xEB, 0x0A],
            [0xFF, 0xFE] + SourceTests.utf16("id\tname\nse-1\tZoë\n", bigEndian: false),
        ] {
            let file = TemporaryFile(bytes)
            let table = try ExportTable(file.path, .test)
            let rules = try table.compile(RuleSet(due: [Rule("r", "name = 'Zoë'")]))
            var due = 0
            try table.scan(rules) { row in due += row.verdict == .due(rule: 0, holds: 0) ? 1 : 0 }
            #expect(due == 1)
            #expect(table.notes.contains { $0.hasPrefix("the file is") })
        }
    }

    @Test func `a header that stands twice belongs to no column alone`() throws {
        let text = "id,Name,Status,name\nse-1,a,pending,b\n"
        let seen = try columns(text)
        #expect(seen.names == ["id", "Name (1)", "Status", "name (2)"])
        #expect(
            seen.notes == [
                "line 1: the header \"Name\" stands 2 times (columns 2, 4); they are called "
                    + "\"Name (1)\" to \"Name (2)\""
            ])
        #expect(try chosen("\"Name (1)\" = 'a' AND \"name (2)\" = 'b'", in: text) == ["se-1"])
        #expect(RuleRefusalTests.problem("name = 'a'", in: text)?.word == .ruleInvalid)
    }

    @Test func `a canonical field whose header stands twice is not guessed`() throws {
        let text = "id,Status,status\nse-1,pending,cancelled\n"
        let seen = try columns(text)
        #expect(seen[.status] == nil)
        #expect(seen.ambiguous.map(\.field) == [.status])
        #expect(
            seen.notes.contains { $0.hasPrefix("status could be \"Status (1)\" or \"status (2)\"") }
        )
        let options = ExportOptions.test { $0.columns = ["status": "Status (1)"] }
        #expect(try chosen("status = 'pending'", in: text, options: options) == ["se-1"])
    }

    @Test func `an empty header is a column by its place`() throws {
        let text = "id,,status\nse-1,x,pending\n"
        let seen = try columns(text)
        #expect(seen.names == ["id", "column 2", "status"])
        #expect(
            seen.notes == [
                "line 1: the header of column 2 is empty; such a column is called \"column N\""
            ])
        #expect(try chosen("\"column 2\" = 'x'", in: text) == ["se-1"])
    }

    @Test(arguments: [
        ("\"id,status\nse-1,pending\n", "the file ends inside the quote"),
        ("id\u{0},status\nx,y\n", "a NUL byte"), (",,\nse-1,x,y\n", "the header has no names"),
        ("id,\"a\"b\n1,2\n", "text after the closing quote"),
    ])
    func `a file without a header that can be read is not_a_table`(_ text: String, _ why: String) {
        let problem = #expect(throws: Problem.self) { try columns(text) }
        #expect(problem?.word == .notATable)
        #expect(problem?.what.contains(why) == true)
        #expect(problem?.place?.hasSuffix("line 1") == true)
    }

    @Test func `a header without rows is an empty export`() throws {
        #expect(try judge("id,status\n").isEmpty)
    }

    @Test func `a header longer than the limit of columns is not_a_table`() {
        let header = (0..<2000).map { "c\($0)" }.joined(separator: ",")
        let problem = #expect(throws: Problem.self) { try columns(header + "\n") }
        #expect(problem?.what == "the header cannot be read: more than 1900 columns")
    }

    @Test func `the widest table that is allowed works in rules`() throws {
        let header = (["id"] + (1..<1900).map { "c\($0)" }).joined(separator: ",")
        let row = (["se-1"] + (1..<1900).map { "\($0)" }).joined(separator: ",")
        #expect(try chosen("c1899 = '1899'", in: header + "\n" + row) == ["se-1"])
    }

    @Test func `a day or a month first is refused in a sentence that names dateOrder`() throws {
        let text = "id,created_at\nse-1,5/3/2026 1:00 AM\n"
        for rule in ["age_days > 3", "day(created_at) > ''"] {
            let problem = RuleRefusalTests.problem(rule, in: text)
            #expect(problem?.word == .usage)
            #expect(problem?.what.contains("\"5/3/2026 1:00 AM\"") == true)
            #expect(problem?.place?.hasSuffix("line 2") == true)
            #expect(problem?.next?.contains("dateOrder") == true)
        }
        let options = ExportOptions.test { $0.dateOrder = .monthFirst }
        #expect(
            try chosen("day(created_at) = '2026-05-03'", in: text, options: options) == ["se-1"])
        // A rule that does not ask for the age is not bothered by it.
        #expect(try chosen("id <> ''", in: text) == ["se-1"])
    }

    @Test func `serial numbers of a spreadsheet are recognised and noted`() throws {
        let file = TemporaryFile("id,created_at\nse-1,46336\nse-2,46346.5\n")
        let table = try ExportTable(file.path, .test)
        let rules = try table.compile(RuleSet(due: [Rule("old", "age_days >= 7")]))
        var due: [String] = []
        try table.scan(rules) { row in
            if case .due = row.verdict { due.append(row.id.text) }
        }
        #expect(due == ["se-1"])
        #expect(
            table.notes == ["dates are serial numbers of a spreadsheet, counted from 1899-12-30"])
    }

    @Test func `guards against formulas are taken off our own reports only`() throws {
        let ours = "_line,id,note\n1,'=se-1,'+x\n"
        #expect(try chosen("note = '+x'", in: ours) == ["=se-1"])
        #expect(try chosen("note = '''+x'", in: "id,note\nse-1,'+x\n") == ["se-1"])
    }

    @Test func `a report of ours is fed back as it is`() throws {
        let text = """
            Shipment ID,Status,_line,_state,_reason,_provider_code,_status,_attempts
            se-1,pending,2,refused,rule,'-x,label_purchased,1

            """
        let read = try rows(of: text) { row in [row.id.text, row.text(.status)] }
        #expect(read == [["se-1", "pending"]])
        #expect(
            try chosen("_status = 'label_purchased' AND _provider_code = '-x'", in: text) == [
                "se-1"
            ])
    }

    @Test func `a header that is longer than the head of the file is not_a_table`() {
        let header = "id," + String(repeating: "x", count: 200_000) + "\n1,2\n"
        let problem = #expect(throws: Problem.self) { try columns(header) }
        #expect(problem?.what == "the header cannot be read: it is longer than 131072 bytes")
    }

    @Test func `an export is scanned once`() throws {
        let file = TemporaryFile("id\nse-1\n")
        let table = try ExportTable(file.path, .test)
        try table.scan { _ in }
        #expect(throws: Problem.self) { try table.scan { _ in } }
    }

    @Test func `a list without ids still gives its fields`() throws {
        let read = try rows(of: "reference,reason\nA-1,keep\nA-2\n") { row in
            row.fault ?? row.text(named: "reason") ?? "-"
        }
        #expect(read == ["keep", "1 column where the header has 2"])
    }

    @Test func `cost is handed over as decimal text, digit for digit`() throws {
        let text = "id;Cost;insurance\n1;€1.234,50;$2\n2;12.300;\n3;.5;5.\n4;-1;x\n5;;\n"
        let read = try rows(of: text) { row in
            [row.text(.cost), row.text(.insurance), row.text(named: "original.cost") ?? ""]
        }
        #expect(
            read == [
                ["1234.50", "2", "€1.234,50"], ["12.300", "", "12.300"], ["0.5", "5", ".5"],
                ["", "", "-1"], ["", "", ""],
            ])
    }

    @Test func `a row is handed over as it stands, with every original column`() throws {
        let text = "id,Note,Status\r\n\"se-1\",\" a \"\"b\"\" \",PENDING \r\n"
        let file = TemporaryFile(text)
        let table = try ExportTable(file.path, .test)
        try table.scan { row in
            #expect(row.raw.text == "\"se-1\",\" a \"\"b\"\" \",PENDING ")
            #expect(row.originals() == ["se-1", " a \"b\" ", "PENDING "])
            #expect(row.text(.status) == "pending")
            #expect(row.text(named: "note") == " a \"b\" ")
            #expect(row.text(named: "original.status") == "PENDING ")
            #expect(row.text(named: "nothing") == nil)
            #expect(row.line == 2)
            #expect(row.number == 1)
        }
        #expect(table.rowCount == 1)
    }

    @Test func `many long and escaped values of one row live together`() throws {
        let long = String(repeating: "x\"\"", count: 9000)
        let header = "id," + (0..<20).map { "c\($0)" }.joined(separator: ",")
        let row = "se-1," + (0..<20).map { "\"\($0)\(long)\"" }.joined(separator: ",")
        let rule = (0..<20).map { "substr(c\($0), 1, \($0 > 9 ? 2 : 1)) = '\($0)'" }
            .joined(separator: " AND ")
        #expect(try chosen(rule, in: header + "\n" + row) == ["se-1"])
    }

    @Test func `the account of a row decides its provider`() throws {
        let text = "id,account,x\n7,a,1\n8,b,1\n9,unknown,1\n"
        let options = ExportOptions.test {
            $0.accounts = ["a": .shipStation, "b": .sendcloudReturns]
        }
        #expect(
            try rows(of: text, options: options) { row in row.text(.provider) }
                == ["shipstation", "sendcloud-returns", ""])
        #expect(try chosen("provider = 'shipstation'", in: text, options: options) == ["7"])
        let job = ExportOptions.test {
            $0.accounts = ["a": .shipStation]
            $0.account = "a"
        }
        #expect(
            try chosen(
                "account = 'a' AND provider = 'shipstation'", in: "id,x\n1,2\n", options: job)
                == ["1"])
    }

    @Test func `a file that changes while it is scanned is export_changed`() throws {
        let file = TemporaryFile("id,status\n" + String(repeating: "se-1,pending\n", count: 50_000))
        let table = try ExportTable(file.path, .test)
        var rows = 0
        let problem = #expect(throws: Problem.self) {
            try table.scan { row throws(Problem) in
                rows += 1
                if rows == 10 { file.write(Array("se-2,pending\n".utf8), mode: "a") }
            }
        }
        #expect(problem?.word == .exportChanged)
    }

    @Test func `standard input is an export`() throws {
        let file = TemporaryFile("id,status\nse-1,pending\n")
        let kept = dup(0)
        defer {
            dup2(kept, 0)
            close(kept)
        }
        let input = open(file.path, O_RDONLY)
        dup2(input, 0)
        close(input)
        let table = try ExportTable("-", .test)
        var ids: [String] = []
        try table.scan { row in ids.append(row.id.text) }
        #expect(ids == ["se-1"])
        #expect(table.form == .csv)
    }
}
