// SPDX-License-Identifier: MIT

import Formats

/// Takes the stored rows of one export apart again.
///
/// A row whose quotes do not close must not swallow the next one, so each row is read to its end by
/// itself; what cannot be taken apart gives nothing.
final class RowSplitter {
    /// The columns as far as they are known; JSON rows can bring more.
    private(set) var header: [String]
    let isJSON: Bool
    /// The export came out of a report: its cells carry the guard against formulas.
    private let isGuarded: Bool
    private var delimiter: UInt8?
    private var json: JSON.Reader

    init(_ export: PlanFacts.Export) {
        header = export.header
        isJSON = export.form.map { $0.contains("json") } ?? false
        isGuarded = export.header.contains("_line")
        delimiter = export.header.count == 1 ? CSV.comma : nil
        json = JSON.Reader(lines: true, columns: export.header)
    }

    /// The cells of a row in the order of the header; nil when it has no such cells.
    func cells(_ raw: [UInt8]) -> [String]? { isJSON ? jsonCells(raw) : csvCells(raw) }
}

// MARK: CSV
extension RowSplitter {
    private func csvCells(_ raw: [UInt8]) -> [String]? {
        guard !header.isEmpty else { return nil }
        if let delimiter { return split(raw, delimiter) }
        // The plan does not keep the delimiter; the first row that fits the header shows it.
        for candidate in CSV.delimiters {
            if let cells = split(raw, candidate) {
                delimiter = candidate
                return cells
            }
        }
        return nil
    }

    private func split(_ raw: [UInt8], _ delimiter: UInt8) -> [String]? {
        var reader = CSV.Reader(
            delimiter: delimiter, limits: CSV.Limits(columnsMax: header.count + 1),
            windowBytes: raw.count + 64)
        reader.feed(raw.span)
        reader.finish()
        guard case .row = reader.next(), reader.fault == nil, reader.fieldCount == header.count
        else { return nil }
        let texts = reader.texts
        return isGuarded ? texts.map(CSV.withoutGuard) : texts
    }
}

// MARK: JSON
extension RowSplitter {
    private func jsonCells(_ raw: [UInt8]) -> [String]? {
        // A line break cannot stand inside a JSON text, so a blank in its place changes nothing.
        var line = raw.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        line.append(0x0A)
        json.feed(line.span)
        guard case .record(let record)? = try? json.next(), record.fault == nil else {
            json = JSON.Reader(lines: true, columns: header)
            return nil
        }
        if json.columns.count > header.count { header = json.columns }
        return header.indices.map { json.text(of: $0) }
    }
}
