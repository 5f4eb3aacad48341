// SPDX-License-Identifier: MIT

import Exports
import Formats

/// Takes the fields that the job's `redact` names out of the rows that are stored.
package struct RowRedaction {
    /// Whether a column is named.
    private let covers: (String) -> Bool
    /// What stands in place of one value.
    private let value: (String) -> String
    /// A JSON record without the named fields.
    private let record: ([UInt8]) -> [UInt8]

    package init(
        covers: @escaping (String) -> Bool, value: @escaping (String) -> String,
        record: @escaping ([UInt8]) -> [UInt8]
    ) {
        self.covers = covers
        self.value = value
        self.record = record
    }

    /// The row as it may be stored: its own bytes where it holds none of the fields.
    func raw(of row: borrowing JudgedRow) -> [UInt8] {
        let raw = [UInt8](row.raw)
        guard row.isDelimited else { return record(raw) }
        let names = row.columnNames
        guard names.contains(where: covers) else { return raw }
        // What cannot be taken apart could show a value under another's name.
        guard row.fault == nil else {
            return Array(value(String(decoding: raw, as: UTF8.self)).utf8)
        }
        var writer = CSV.Writer(delimiter: row.delimiter, lineEnd: .lf)
        for (place, name) in names.enumerated() {
            let text = String(decoding: row.original(place), as: UTF8.self)
            writer.cell(covers(name) ? value(text) : text)
        }
        writer.endRow()
        return Array(writer.take().dropLast())
    }
}
