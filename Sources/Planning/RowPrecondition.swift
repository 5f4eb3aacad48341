// SPDX-License-Identifier: MIT

import Exports
import Model
import Providers

/// The precondition of one account's provider, asked of one row of an export after the other.
///
/// It follows from a few columns that mostly say what they said in the row before; then the
/// provider need not be asked again, and no text is made.
final class RowPrecondition {
    let provider: any Provider
    let fields: [String]
    private let voidLabels: Bool
    /// What the fields are called in the export.
    private let columns: [NamedColumn?]
    /// What the last row said there, and what the provider made of it.
    private var last: (texts: [[UInt8]], answer: String?)?

    init(_ provider: any Provider, voidLabels: Bool, in row: borrowing JudgedRow) {
        self.provider = provider
        self.voidLabels = voidLabels
        fields = provider.facts.preconditionFields
        var columns: [NamedColumn?] = []
        for field in fields { columns.append(row.column(named: field)) }
        self.columns = columns
    }

    /// What the provider would refuse the row for; nil for nothing.
    func objection(to row: borrowing JudgedRow) -> String? {
        if let last, says(row, last.texts) { return last.answer }
        var texts: [[UInt8]] = []
        for column in columns { texts.append(column.map { Array(row.bytes($0)) } ?? []) }
        let answer = ask(texts)
        last = (texts, answer)
        return answer
    }

    private func says(_ row: borrowing JudgedRow, _ texts: [[UInt8]]) -> Bool {
        for (place, column) in columns.enumerated() {
            guard let column else { continue }
            if !row.bytes(column).equal(texts[place]) { return false }
        }
        return true
    }

    private func ask(_ texts: [[UInt8]]) -> String? {
        let row = RowFields(voidLabels: voidLabels) { [fields, columns] name in
            guard let place = fields.firstIndex(of: name), columns[place] != nil else { return nil }
            return String(decoding: texts[place], as: UTF8.self)
        }
        return provider.precondition(row)
    }
}
