// SPDX-License-Identifier: MIT

import Formats
import Model

/// The rows of one export, one at a time, whatever their form.
///
/// Bytes that it lends stay where they are until the next row is asked for.
final class RowReader {
    let source: ExportSource
    let columns: SourceColumns
    /// So many columns are known to be there; JSON objects further on may have the others.
    let seenCount: Int
    /// Limits, notes and the delimiter, for a person.
    let delimiter: UInt8?
    /// Cells carry the guard against formulas of our own reports.
    let isGuarded: Bool
    // Each is asked for every field of every row, on one thread and never from within itself: the
    // check for overlapping accesses would cost more than the answer.
    @exclusivity(unchecked) private var csv: CSV.Reader
    @exclusivity(unchecked) private var row = CSV.Row()
    @exclusivity(unchecked) private var json: JSON.Reader
    @exclusivity(unchecked) private var arena = RowArena()
    private let isCSV: Bool
    private let headEnvelopes: [JSON.Envelope]
    @exclusivity(unchecked) private var record: JSON.Record?
    @exclusivity(unchecked) private(set) var rowCount = 0
    /// Why the file cannot be whole, once its end was read; nil when nothing says so.
    private(set) var cut: String?

    init(_ source: ExportSource, _ start: Start) {
        self.source = source
        isCSV = source.form == .csv
        delimiter = isCSV ? start.delimiter : nil
        columns = start.columns
        headEnvelopes = start.envelopes
        seenCount = start.seenCount
        isGuarded = isCSV && start.columns.place(of: "_line") != nil
        csv = CSV.Reader(
            delimiter: start.delimiter,
            windowBytes: isCSV ? CSV.Reader.windowBytes : 1024)
        json = JSON.Reader(lines: source.form == .ndjson, columns: start.jsonNames)
    }

    static let fillBytes = 128 << 10
}

/// Rows.
extension RowReader {
    /// Goes to the next row; false at the end of the file.
    func next() throws(Problem) -> Bool {
        arena.reset()
        let isRow = isCSV ? try nextCSV() : try nextJSON()
        if isRow { rowCount += 1 } else { try source.finish() }
        if isRow, isCSV ? row.isUnterminated : json.endsInBrokenLine { cut = cutSentence }
        return isRow
    }

    /// Steps over the lines before the first row: Excel's hint and the header.
    func skipHeader(_ lines: Int) throws(Problem) {
        for _ in 0..<lines { _ = try nextCSV() }
    }

    private func nextCSV() throws(Problem) -> Bool {
        while true {
            switch csv.next() {
            case .row:
                row = csv.row
                return true
            case .end: return false
            case .hungry: try csv.fill { space throws(Problem) in try source.read(into: space) }
            }
        }
    }

    private func nextJSON() throws(Problem) -> Bool {
        while true {
            let step: JSON.Step
            do throws(JSON.Failure) { step = try json.next() } catch {
                throw error.problem(in: source.name)
            }
            switch step {
            case .record(let record):
                self.record = record
                return true
            case .end: return false
            case .needsInput: try fillJSON()
            }
        }
    }

    private func fillJSON() throws(Problem) {
        var result: Result<Int, Problem> = .success(0)
        json.fill(Self.fillBytes) { space in
            do throws(Problem) { result = .success(try source.read(into: space)) } catch {
                result = .failure(error)
            }
            return (try? result.get()) ?? 0
        }
        if try result.get() == 0 { json.finish() }
    }
}

/// The end of the file.
extension RowReader {
    /// The current row is a CSV's last and has no line end: its last field may be cut, too.
    var isUnterminated: Bool { isCSV && csv.isUnterminated }

    private var cutSentence: String? {
        if case .endsInsideQuote(let line)? = csv.fault {
            return "the file ends inside the quote opened on line \(line): it is not the whole list"
        }
        guard !isCSV || row.fieldCount < columns.count else { return nil }
        return "the file ends in the middle of line \(line): it is not the whole list"
    }
}

/// The current row.
extension RowReader {
    /// The physical first line (CSV, NDJSON) or the number of the element.
    var line: Int {
        if isCSV { return row.line }
        return json.form == .lines || json.form == .concatenated
            ? record?.line ?? 0 : record?.number ?? 0
    }

    /// Why the row cannot be taken apart; nil when its fields can be relied on.
    var fault: String? {
        if isCSV { return csvFault }
        return record?.fault.map { "\($0)" }
    }

    private var csvFault: String? {
        if row.isFaulty, let fault = csv.fault { return "\(fault)" }
        guard row.fieldCount == columns.count else {
            return "\(row.fieldCount) column\(row.fieldCount == 1 ? "" : "s") where the header has "
                + "\(columns.count)"
        }
        guard !source.isASCII, let place = UTF8Check.firstInvalid(in: row.raw) else {
            return nil
        }
        return "not UTF-8 (byte \(place + 1) of the row)"
    }

    /// The row as it stands in the file.
    var rawRow: UnsafeRawBufferPointer {
        if isCSV { return row.raw }
        return json.copy(record?.bytes ?? 0..<0).withUnsafeBytes { arena.copy($0) }
    }

    /// The text of a column; empty where the row has none.
    @inline(__always)
    func bytes(of column: Int) -> UnsafeRawBufferPointer {
        isCSV && !isGuarded && !row.isEscaped(column)
            ? row.bytes(of: column) : slowBytes(of: column)
    }

    private func slowBytes(of column: Int) -> UnsafeRawBufferPointer {
        guard isCSV else { return jsonBytes(of: column) }
        var bytes = row.bytes(of: column)
        if row.isEscaped(column) {
            bytes = CSV.unescaped(bytes).withUnsafeBytes { arena.copy($0) }
        }
        guard isGuarded, CSV.isGuarded(bytes) else { return bytes }
        return UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }

    private func jsonBytes(of column: Int) -> UnsafeRawBufferPointer {
        var result = UnsafeRawBufferPointer.empty
        json.withText(of: column) { text in
            text.withUnsafeBytes { result = arena.copy($0) }
        }
        return result
    }

    /// A list of the current record as JSON; nil where there is none.
    func list(of column: Int) -> JSON.Value? {
        guard !isCSV else {
            let bytes = bytes(of: column)
            return bytes.first == UInt8(ascii: "[") ? try? JSON.parse(Array(bytes)) : nil
        }
        guard let field = json.field(column), field.kind == .list else { return nil }
        return try? JSON.parse(json.copy(field.bytes))
    }

    /// Bytes of this row that are made up, to be lent like its own.
    func keep(_ text: String) -> UnsafeRawBufferPointer { arena.copy(text) }

    func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        bytes.withUnsafeBytes { arena.copy($0) }
    }

    func space(_ count: Int) -> UnsafeMutableRawBufferPointer { arena.take(count) }

    /// What stood around the records of a JSON export, page by page.
    ///
    /// Before the first row it is what the beginning of the file shows.
    var envelopes: [JSON.Envelope] {
        guard !isCSV, !json.envelopes.isEmpty else { return headEnvelopes }
        return json.envelopes
    }

    /// The names of a JSON export found so far; more than `columns` if later records have more.
    var namesSoFar: [String] { isCSV ? columns.names : json.columns }

    var jsonForm: JSON.Form? { isCSV ? nil : json.form }
}
