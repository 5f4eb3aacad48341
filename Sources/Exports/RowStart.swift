// SPDX-License-Identifier: MIT

import Formats
import Model

extension RowReader {
    /// What is decided before the first row: the columns, and how a CSV is cut.
    struct Start {
        var columns: SourceColumns
        /// As the JSON reader spells them, in the order of `columns`.
        var jsonNames: [String] = []
        /// So many of them were seen; the others are wanted.
        var seenCount = 0
        var delimiter = CSV.comma
        /// What stands around the records, as far as the beginning of the file shows it.
        var envelopes: [JSON.Envelope] = []
        /// Lines of a CSV that are no rows.
        var headerLines = 0
    }

    /// Opens the rows of a source.
    ///
    /// - Parameter jsonNames: names of JSON columns that are there whether the beginning of the
    ///   file has them or not, because a kind of export may use them or a rule names them.
    static func open(
        _ source: ExportSource, jsonNames: [String] = []
    ) throws(Problem) -> RowReader {
        let start =
            source.form == .csv
            ? try csvStart(source) : try jsonStart(source, also: jsonNames)
        let reader = RowReader(source, start)
        try reader.skipHeader(start.headerLines)
        return reader
    }
}

/// CSV.
extension RowReader {
    private static func csvStart(_ source: ExportSource) throws(Problem) -> Start {
        let hinted = firstRow(source, delimiter: CSV.comma)
        let hint = hinted.raw.withUnsafeBytes { CSV.delimiter(ofHint: $0) }
        let delimiter = hint ?? sampled(source) ?? CSV.comma
        let header = firstRow(source, delimiter: delimiter, skipping: hint == nil ? 0 : 1)
        if let fault = header.fault {
            throw notATable("the header cannot be read: \(fault)", line: header.line, source)
        }
        guard header.cells.contains(where: { !$0.trimmed.isEmpty }) else {
            throw notATable("the header has no names", line: header.line, source)
        }
        guard header.cells.allSatisfy({ !$0.utf8.contains { $0 < 9 } }),
            header.raw.withUnsafeBytes({ UTF8Check.firstInvalid(in: $0) }) == nil
        else { throw notATable("the header is not text", line: header.line, source) }
        return Start(
            columns: SourceColumns(header.cells, line: header.line),
            seenCount: header.cells.count, delimiter: delimiter,
            headerLines: hint == nil ? 1 : 2)
    }

    private static func sampled(_ source: ExportSource) -> UInt8? {
        let name = source.name.lowercased()
        if name.hasSuffix(".tsv") || name.hasSuffix(".tsv.gz") { return CSV.tab }
        return source.head.withUnsafeBytes {
            CSV.delimiter(of: $0, isWhole: source.isHeadWhole)
        }
    }

    private struct FirstRow {
        var cells: [String] = []
        var raw: [UInt8] = []
        var line = 1
        var fault: String?
    }

    private static func firstRow(
        _ source: ExportSource, delimiter: UInt8, skipping skipped: Int = 0
    ) -> FirstRow {
        var reader = CSV.Reader(delimiter: delimiter)
        source.head.withUnsafeBytes { reader.feed($0) }
        reader.finish()
        for _ in 0..<skipped { _ = reader.next() }
        guard case .row = reader.next() else { return FirstRow() }
        guard source.isHeadWhole || reader.rawRow.count + 1 < source.head.count else {
            return FirstRow(
                cells: [""], fault: "it is longer than \(Peeked.headBytesMax) bytes")
        }
        return FirstRow(
            cells: reader.texts, raw: Array(reader.rawRow), line: reader.line,
            fault: reader.fault.map { "\($0)" })
    }

    private static func notATable(
        _ what: String, line: Int, _ source: ExportSource
    ) -> Problem {
        Problem(.notATable, what, at: "\(source.name) line \(line)")
    }
}

/// JSON.
extension RowReader {
    /// The names that the records at the beginning of the file have, then those that are wanted.
    private static func jsonStart(
        _ source: ExportSource, also names: [String]
    ) throws(Problem) -> Start {
        var reader = JSON.Reader(lines: source.form == .ndjson)
        reader.feed(source.head.span)
        if source.isHeadWhole { reader.finish() }
        do throws(JSON.Failure) {
            while case .record = try reader.next() {}
        } catch {
            // One broken line of many is a row; a broken document is no table at all.
            if source.form != .ndjson { throw error.problem(in: source.name) }
        }
        var start = start(seen: reader.columns, also: names)
        start.envelopes = reader.envelopes
        return start
    }

    private static func start(seen: [String], also names: [String]) -> Start {
        // SQL takes `Status` and `status` for one; what is there goes before what may come.
        var known = Set(seen.map { $0.lowercased() })
        let all = seen + names.filter { known.insert($0.lowercased()).inserted }
        return Start(
            columns: SourceColumns(all, line: nil), jsonNames: all, seenCount: seen.count)
    }

    /// Every name that any record has, found by reading the whole content.
    static func allNames(_ source: ExportSource) throws(Problem) -> [String] {
        let reader = RowReader(source, start(seen: [], also: []))
        while try reader.next() {}
        return reader.namesSoFar
    }

    /// Opens rows whose names are known already.
    static func open(
        _ source: ExportSource, names: [String], also others: [String]
    ) throws(Problem) -> RowReader {
        var start = start(seen: names, also: others)
        start.envelopes = try jsonStart(source, also: []).envelopes
        return RowReader(source, start)
    }
}
