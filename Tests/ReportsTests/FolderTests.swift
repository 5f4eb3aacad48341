// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import SQLite
import Testing

@testable import Reports

@Suite struct FolderTests {
    private func night() throws -> (Record, Int64, ReportWriter) {
        let record = try Record()
        let run = try record.plan(ordinaryNight)
        try record.apply(run, ordinaryNight)
        return (record, run, ReportWriter(record.connection))
    }

    private func names(_ folder: String) -> Set<String> {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: Set<String> = []
        while let entry = readdir(entries) {
            names.insert(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.subtracting([".", ".."])
    }

    @Test func `one file a state that occurred, and nothing unfinished is left`() throws {
        try withFolder { folder in
            let (_, run, writer) = try night()
            _ = try writer.write(run: run, into: folder)
            #expect(
                names("\(folder)/run-\(run)") == [
                    "accepted.csv", "cancelled.csv", "held.csv", "in_doubt.csv", "items.csv",
                    "junit.xml", "manifest.json", "not_found.csv", "refused.csv", "report.html",
                    "report.md", "report.xlsx", "retry.csv", "settled.csv", "summary.json",
                    "unreadable.csv",
                ])
            #expect(names(folder) == ["index.html", "index.json", "run-\(run)"])
        }
    }

    @Test func `only the owner can read a report`() throws {
        try withFolder { folder in
            let (_, run, writer) = try night()
            let result = try writer.write(run: run, into: folder)
            for path in result.files.map(\.path) + [result.index.path] {
                var facts = stat()
                #expect(stat(path, &facts) == 0)
                #expect(facts.st_mode & 0o777 == 0o600, "\(path)")
            }
        }
    }

    @Test func `the manifest has the rows, the sums and the hash of each file`() throws {
        try withFolder { folder in
            let (_, run, writer) = try night()
            _ = try writer.write(run: run, into: folder)
            let manifest = try JSON.parse(bytes("\(folder)/run-\(run)/manifest.json"))
            let files = try #require(manifest["files"]?.array)
            for file in files {
                let name = file["path"]?.string ?? ""
                let written = bytes("\(folder)/run-\(run)/\(name)")
                #expect(file["sha256"]?.string == sha256(written), "\(name)")
                #expect(file["bytes"]?.int == written.count, "\(name)")
            }
            let items = try #require(files.first { $0["path"] == "items.csv" })
            #expect(items["rows"]?.int == ordinaryNight.count)
            #expect(items["value"]?["USD"] == "97.80")
            let cancelled = try #require(files.first { $0["path"] == "cancelled.csv" })
            #expect(cancelled["rows"]?.int == 2)
            #expect(cancelled["value"]?["USD"] == "30.30")
        }
    }

    @Test func `one form more keeps the others, a new position clears what is old`() throws {
        try withFolder { folder in
            let (record, run, writer) = try night()
            _ = try writer.write(run: run, forms: [.html], into: folder)
            _ = try writer.write(run: run, forms: [.md], into: folder)
            #expect(
                names("\(folder)/run-\(run)") == ["manifest.json", "report.html", "report.md"])
            try record.act(.confirm, run: run)
            _ = try writer.write(run: run, forms: [.json], into: folder)
            #expect(names("\(folder)/run-\(run)") == ["manifest.json", "summary.json"])
        }
    }

    @Test func `the index knows runs without a report and refused nights`() throws {
        try withFolder { folder in
            let (record, run, writer) = try night()
            try record.plan(ordinaryNight, blockedBy: ["share 80 % of 50 %"])
            try record.act(.refused, reason: "export_stale <b>")
            let last = try record.plan([Made(id: "se-99", happens: [.cancelled])])
            _ = try writer.write(run: run, forms: [.json], into: folder)
            try record.apply(last, [Made(id: "se-99", happens: [.cancelled])])
            _ = try writer.write(run: last, forms: [.json], into: folder)
            let nights = try #require(
                try JSON.parse(bytes("\(folder)/index.json"))["nights"]?.array)
            #expect(nights.map { $0["run"]?.int ?? 0 } == [3, 0, 2, 1])
            #expect(
                nights.map { $0["word"]?.string } == ["clean", "blocked", "blocked", "to_decide"])
            #expect(text("\(folder)/index.html").contains("export_stale &lt;b&gt;"))
        }
    }

    @Test func `the index takes earlier nights from beside it and reads no history again`() throws {
        try withFolder { folder in
            let (record, run, writer) = try night()
            _ = try writer.write(run: run, forms: [.json], into: folder)
            // What only the file beside the index can know shows that nothing else was asked.
            let told = text("\(folder)/index.json").replacing("4 to decide", with: "as it was told")
            #expect(told.contains("as it was told"))
            let cache = try OutputFile("index.json", in: folder)
            try cache.write(told)
            try cache.finish()
            _ = try cache.move()
            let next = try record.plan([Made(id: "se-99")])
            _ = try writer.write(run: next, forms: [.json], into: folder)
            #expect(text("\(folder)/index.html").contains("as it was told"))
            _ = try writer.write(run: run, forms: [.json], into: folder)
            #expect(!text("\(folder)/index.html").contains("as it was told"))
        }
    }

    @Test func `each kind of export has its own file to retry, and says whose a row is`() throws {
        try withFolder { folder in
            let columns = OriginalColumns([["id", "cost"], ["Shipment", "cost"], ["id", "cost"]])
            let files = RetryFiles(columns, in: folder)
            for source in 0..<3 {
                let item = ReportItem(
                    no: 0, source: source, line: 2, account: "us-store", provider: "shipstation",
                    shipmentID: "", reference: "", trackingNumber: "", decided: .planned,
                    currency: "", raw: [], end: ItemEnd(state: .failed, reason: ""))
                try files.take(["\(source)", "1", "x"], ["", "", ""], item)
            }
            for file in try files.finish().map({ try $0.finish() }) {
                try file.finish()
                _ = try file.move()
            }
            let (first, second) = (table("\(folder)/retry.csv"), table("\(folder)/retry-2.csv"))
            #expect(first[0].prefix(2) == ["id", "cost"])
            #expect(first[0].last == "rescind_account")
            #expect(first.dropFirst().map { $0.prefix(2) } == [["0", "1"], ["2", "1"]])
            #expect(second[0].prefix(2) == ["Shipment", "cost"])
            #expect(second[1].prefix(2) == ["x", "1"])
            #expect(second[1].last == "us-store")
        }
    }

    @Test func `a cache that cannot be read is made again`() throws {
        try withFolder { folder in
            let (_, run, writer) = try night()
            _ = try writer.write(run: run, forms: [.json], into: folder)
            let first = text("\(folder)/index.html")
            truncate("\(folder)/index.json", 10)
            _ = try writer.write(run: run, forms: [.json], into: folder)
            #expect(text("\(folder)/index.html") == first)
        }
    }

    @Test func `a folder that cannot be made is a storage problem`() throws {
        let (_, run, writer) = try night()
        let problem = #expect(throws: Problem.self) {
            try writer.write(run: run, into: "/dev/null/reports")
        }
        #expect(problem?.word == .storage)
    }

    @Test func `columns of a JSON export come out in their order, later ones behind`() throws {
        try withFolder { folder in
            let record = try Record()
            let raws = [
                #"{"id":1,"ship_to":{"name":"A, B","zip":"01"},"tags":["x","y"]}"#,
                "{\n  \"id\": 9007199254740993, \"tags\": [], \"extra\": \"=1+1\"\n}",
            ]
            let rows = raws.enumerated().map { no, raw in
                Made(id: "\(no)", raw: Array(raw.utf8), happens: [.cancelled])
            }
            let run = try record.plan(
                rows, form: "json", header: ["id", "ship_to.name", "ship_to.zip", "tags"])
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.csv], into: folder)
            let read = table("\(folder)/run-\(run)/cancelled.csv").map { Array($0.prefix(5)) }
            #expect(
                read == [
                    ["id", "ship_to.name", "ship_to.zip", "tags", "extra"],
                    ["1", "A, B", "01", "x, y", ""],
                    ["9007199254740993", "", "", "", "'=1+1"],
                ])
        }
    }

    @Test func `two columns of one name stay two`() throws {
        try withFolder { folder in
            let record = try Record()
            let rows = [Made(id: "a", raw: Array("a,x,y".utf8), happens: [.cancelled])]
            let run = try record.plan(rows, header: ["id", "Tag", "Tag"])
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.csv], into: folder)
            let read = table("\(folder)/run-\(run)/cancelled.csv")
            #expect(read[0].prefix(3) == ["id", "Tag", "Tag"])
            #expect(read[1].prefix(3) == ["a", "x", "y"])
        }
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func `the delimiter of the export is found again`(_ delimiter: String) throws {
        try withFolder { folder in
            let record = try Record()
            let rows = ["a", "b"].map { id in
                Made(
                    id: id, raw: Array([id, "10.00", "x"].joined(separator: delimiter).utf8),
                    happens: [.cancelled])
            }
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.csv], into: folder)
            let read = table("\(folder)/run-\(run)/cancelled.csv").dropFirst()
            #expect(
                read.map { Array($0.prefix(3)) } == [["a", "10.00", "x"], ["b", "10.00", "x"]])
        }
    }

    @Test func `more items than a page can hold are left to the files, and the page says so`()
        throws
    {
        try withFolder { folder in
            let record = try Record()
            let count = Int(PageRenderer.itemsMax) + 1
            let run = try record.plan((0..<count).map { Made(id: "se-\($0)") })
            _ = try ReportWriter(record.connection).write(run: run, forms: [.html], into: folder)
            let page = text("\(folder)/run-\(run)/report.html")
            #expect(page.contains("5,001 items are too many"))
            #expect(!page.contains("id=\"data\""))
        }
    }
}
