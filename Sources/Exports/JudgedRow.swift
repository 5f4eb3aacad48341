// SPDX-License-Identifier: MIT

import CSQLite
import Formats
package import Model
package import Providers

/// Why no due rule chose a row.
package enum Exclusion: String, Sendable, CaseIterable {
    case outOfScope = "out of scope"
    case notDue = "not due"
    /// A rule was NULL: the row does not say.
    case cannotTell = "cannot tell"
}

/// What the rules say of a row.
package enum Verdict: Sendable, Equatable {
    /// No shipment can be read from it, whatever the rules; the row's `unreadable` says why.
    case unreadable
    case excluded(Exclusion)
    /// The due rule by its place, and a bit for each hold rule that is true or NULL.
    case due(rule: Int, holds: UInt64)
    /// There were no rules.
    case unjudged
}

/// A canonical field or a column of one export.
package struct NamedColumn {
    let column: TableLayout.Column
}

/// One row as a scan hands it over; it is lent for the length of one call.
///
/// Nothing is made of it before it is asked: an excluded row costs no String. The bytes it lends
/// are valid within the call.
package struct JudgedRow: ~Copyable {
    package let verdict: Verdict
    let row: CurrentRow
    private let statement: OpaquePointer?

    init(_ row: CurrentRow, _ verdict: Verdict, _ statement: OpaquePointer?) {
        self.row = row
        self.verdict = verdict
        self.statement = statement
    }
}

extension JudgedRow {
    /// The physical first line (CSV, NDJSON) or the number of the element; for people, never a key.
    package var line: Int { row.reader.line }

    /// Counted from 1; every row counts, unreadable ones too.
    package var number: Int { row.reader.rowCount }

    /// Whether no shipment can be read from the row, whatever the rules.
    package var isUnreadable: Bool {
        if case .unreadable = verdict { true } else { false }
    }

    /// Why no shipment can be read from the row; nil when one can.
    package var unreadable: String? { row.unreadable }

    /// Why the row cannot be taken apart at all, for tables that are lists and no exports.
    package var fault: String? { row.fault }

    /// Whether the file may have been cut within the row, at a place that decides.
    ///
    /// Many programs write no line end behind the last row, so that alone is no sign. But a cut id
    /// is the id of another shipment, and a cut tag protects nothing.
    ///
    /// - Parameter fields: what is looked at besides the rules' columns.
    package func mayBeCut(_ rules: CompiledRules, reading fields: [String]) -> Bool {
        guard row.reader.isUnterminated else { return false }
        let deciding = Self.deciding.map(\.rawValue) + fields
        return row.isLast(anyOf: rules.reads.union(deciding))
    }

    private static let deciding: [CanonicalField] = [
        .id, .account, .provider, .reference, .trackingNumber, .labelID, .productID, .submissionID,
    ]

    /// What one of our own reports says of the row, where it came out of one.
    package var report: (state: String, reason: String)? {
        guard row.reader.isGuarded, let state = text(named: "_state"),
            let reason = text(named: "_reason")
        else { return nil }
        return (state, reason)
    }

    /// The row as it stands in the file.
    package var raw: UnsafeRawBufferPointer { row.reader.rawRow }

    /// The canonical id as rows are compared by it: trimmed, Sendcloud's without leading zeros,
    /// Microsoft's `product/submission/label`.
    package var id: UnsafeRawBufferPointer { row.plainID }

    /// The provider's own word on the id: its canonical text, or what is wrong with it.
    ///
    /// Nil when nothing says whose shipment this is.
    package func checkedID() -> Result<String, IDProblem>? { row.checkedID }

    /// An id of 16 digits or more whose tail is zeros: a spreadsheet rounded it.
    package var idLooksRounded: Bool { row.looksRounded }

    package var provider: ProviderName? { row.provider }

    /// The exact cost; nil when there is none or it cannot be read.
    package var cost: Amount? { row.amount }

    /// The currency in upper case, from its column or from the cost's own text; may be empty.
    package var currency: UnsafeRawBufferPointer { row.currency }

    /// Canonical text of a field; empty where there is none.
    ///
    /// `cost` and `insurance` are plain decimal text, digit for digit as it was written; empty if
    /// they cannot be read.
    package func bytes(_ field: CanonicalField) -> UnsafeRawBufferPointer {
        switch field {
        case .cost, .insurance: row.decimalText(field)
        default: row.text(field)
        }
    }

    package func text(_ field: CanonicalField) -> String { bytes(field).text }

    /// The text of a field as it may be stored.
    package func utf8(_ field: CanonicalField) -> UnsafeRawBufferPointer {
        wellFormed(bytes(field))
    }

    /// Text of the row as well-formed UTF-8; a line of cells was checked as a whole.
    package func wellFormed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        isDelimited || UTF8Check.firstInvalid(in: text) == nil ? text : row.reader.keep(text.text)
    }

    /// Bytes that somebody made for this row, lent like its own.
    package func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer { row.reader.keep(bytes) }

    /// A canonical field or a column of the file by the name that rules use; nil for no such name.
    package func text(named name: String) -> String? { column(named: name).map { bytes($0).text } }

    /// What a name means in this export, for who asks every row for it; nil for no such name.
    package func column(named name: String) -> NamedColumn? {
        row.column(named: name).map { NamedColumn(column: $0) }
    }

    package func bytes(_ named: NamedColumn) -> UnsafeRawBufferPointer {
        switch named.column {
        case .field(.ageDays):
            row.reader.keep(((try? row.ageDays()) ?? nil).map { String($0) } ?? "")
        case .field(let field): bytes(field)
        case .original(let place): row.original(place)
        }
    }

    /// Every column of the file as text, in the order of `Columns.names`.
    package func originals() -> [String] {
        (0..<row.columns.seenCount).map { row.original($0).text }
    }

    /// The names of the columns of `original`.
    package var columnNames: ArraySlice<String> { row.columns.names.prefix(row.columns.seenCount) }

    /// Whether the row is a line of cells, and not an object.
    package var isDelimited: Bool { row.reader.delimiter != nil }

    /// What stands between the cells.
    package var delimiter: UInt8 { row.reader.delimiter ?? CSV.comma }

    package func original(_ place: Int) -> UnsafeRawBufferPointer { row.original(place) }

    /// The verdict of a term of `CompiledRules.terms`; nil is NULL.
    package func term(_ place: Int) -> Bool? {
        let truth = sqlite3_column_int(statement, Int32(clamping: place + 1))
        return statement == nil || truth == 2 ? nil : truth == 1
    }

    package func ageDays() throws(Problem) -> Int64? { try row.ageDays() }

    /// The calendar day of a field's date in the job's zone, for orders such as `ship_date`.
    package func day(_ field: CanonicalField) throws(Problem) -> CivilDate? {
        try row.day(row.text(field), of: field.rawValue).map { CivilDate(daysSinceEpoch: $0) }
    }
}
