// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Testing

@testable import Reports

/// Every form of a rehearsal's report says first that nothing left this machine.
@Suite struct RehearsalTests {
    private static let words = "REHEARSAL: the built-in sandbox answered, nothing left this machine"

    /// The report of a rehearsed ordinary night, in its folder.
    private func rehearsed(
        _ forms: Set<RenderedForm>, of rows: [Made] = ordinaryNight,
        _ check: (_ folder: String, Report) throws -> Void
    ) throws {
        try withFolder { base in
            let record = try Record()
            let run = try record.plan(rows, more: [JSON.Member("rehearsal", true)])
            try record.apply(run, rows)
            let written = try ReportWriter(record.connection).write(
                run: run, forms: forms, into: base)
            try check("\(base)/run-\(run)", written.report)
        }
    }

    @Test func `a page says so before anything else, and calls no provider's address its own`()
        throws
    {
        let clean = [Made(id: "se-1", happens: [.cancelled, .confirmed])]
        try rehearsed([.html, .csv], of: clean) { folder, _ in
            let page = text("\(folder)/report.html")
            let top = page.prefix(upTo: page.firstRange(of: "</h1>")?.upperBound ?? page.endIndex)
            #expect(top.contains("<title>Run 1: REHEARSAL: Clean</title>"))
            #expect(top.contains(Self.words))
            #expect(top.contains("REHEARSAL: Clean</h1>"))
            #expect(
                page.contains("the built-in sandbox in place of https://api.shipstation.com"))
            let index = text("\(folder)/../index.html")
            #expect(index.contains("Run 1: REHEARSAL: Clean</h1>"))
            #expect(!index.contains("class=\"card top clean\""))
        }
    }

    @Test func `a ticket, a scheduler and a program are told`() throws {
        try rehearsed([.md, .junit, .json]) { folder, _ in
            #expect(text("\(folder)/report.md").hasPrefix("# ! REHEARSAL: Done, 4 to decide\n\n"))
            #expect(text("\(folder)/report.md").contains("**\(Self.words)**"))
            #expect(text("\(folder)/report.md").contains("cancelled on the sandbox's word"))
            let junit = text("\(folder)/junit.xml")
            #expect(junit.contains("<testsuites name=\"rescind REHEARSAL of run 1\""))
            #expect(junit.contains("<testsuite name=\"REHEARSAL of run 1\""))
            let summary = try JSON.parse(bytes("\(folder)/summary.json"))
            #expect(summary["rehearsal"] == true)
            #expect(summary["verdict_text"] == "REHEARSAL: Done, 4 to decide")
        }
    }

    @Test(.enabled(if: OtherProgram.hasOpenpyxl)) func `the first sheet of the workbook says so`()
        throws
    {
        try rehearsed([.xlsx]) { folder, _ in
            let program = """
                import json, sys, openpyxl
                sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
                print(json.dumps([sheet["A1"].value, sheet["A2"].value]))
                """
            let (_, output) = try OtherProgram.run([
                OtherProgram.python, "-c", program, "\(folder)/report.xlsx",
            ])
            #expect(
                try JSON.parse(output) == ["! REHEARSAL: Done, 4 to decide", .string(Self.words)])
        }
    }

    @Test func `no command of it meets the live record or a provider`() throws {
        try rehearsed([.md, .html, .json, .junit]) { folder, report in
            let summary = try JSON.parse(bytes("\(folder)/summary.json"))
            let commands = (summary["decide"]?.array ?? []).flatMap {
                $0["commands"]?.array?.compactMap(\.string) ?? []
            }
            #expect(!commands.isEmpty)
            for command in commands + [Headline(report).next].compactMap(\.self) {
                #expect(
                    command.contains(" --sandbox") || command.contains(" --audit rehearsal.db"),
                    "\(command)")
            }
            for name in ["report.md", "report.html", "junit.xml", "summary.json"] {
                let text = text("\(folder)/\(name)")
                #expect(!text.contains("rescind confirm") && !text.contains("rescind retry"))
            }
        }
    }

    @Test func `a night says nothing of it`() throws {
        try withFolder { folder in
            let record = try Record()
            let run = try record.plan(ordinaryNight)
            try record.apply(run, ordinaryNight)
            let written = try ReportWriter(record.connection).write(run: run, into: folder)
            for file in written.files where !file.path.hasSuffix(".xlsx") {
                #expect(!text(file.path).lowercased().contains(">rehearsal"), "\(file.path)")
            }
            #expect(written.report.summary["rehearsal"] == nil)
        }
    }
}
