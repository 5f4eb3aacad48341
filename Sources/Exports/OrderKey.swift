// SPDX-License-Identifier: MIT

import CSQLite
package import Model

/// What decides which of the due rows is sent first.
package struct OrderKey: Sendable, Equatable, Comparable {
    package enum Value: Sendable, Equatable {
        case number(Double)
        case text(String)
        /// Rows that do not say come last, whatever the direction.
        case none
    }

    package var value: Value
    package var isDescending: Bool

    package static func < (left: OrderKey, right: OrderKey) -> Bool {
        switch (left.value, right.value) {
        case (.none, _): false
        case (_, .none): true
        case (.number(let first), .number(let second)):
            left.isDescending ? first > second : first < second
        case (.text(let first), .text(let second)):
            left.isDescending ? first > second : first < second
        case (.number, .text): !left.isDescending
        case (.text, .number): left.isDescending
        }
    }
}

/// The job's `order`: a field or any expression, with ASC or DESC behind it.
struct OrderRule {
    let rule: Rule
    let isDescending: Bool
    /// A canonical field alone needs no SQL and is read of due rows only.
    let field: CanonicalField?

    init(_ text: String) {
        let tokens = SQLLexer.tokens(of: text)
        let direction = tokens.count > 1 ? tokens.last : nil
        isDescending = direction?.isWord("desc") == true
        let hasDirection = isDescending || direction?.isWord("asc") == true
        let bytes = Array(text.utf8)
        let end = hasDirection ? direction?.range.lowerBound ?? bytes.count : bytes.count
        let expression = String(decoding: bytes[..<end], as: UTF8.self).trimmed
        rule = Rule("order", expression)
        field = CanonicalField(rawValue: expression.lowercased())
    }
}

extension JudgedRow {
    /// The key of the job's `order`; dates count as days, costs and ages as numbers.
    package func orderKey(_ rules: CompiledRules) throws(Problem) -> OrderKey {
        guard let order = rules.order else { return OrderKey(value: .none, isDescending: false) }
        let value =
            if let field = order.field { try orderValue(field) } else {
                orderValue(rules.statement, Int32(rules.terms.count + 1))
            }
        return OrderKey(value: value, isDescending: order.isDescending)
    }

    private func orderValue(_ field: CanonicalField) throws(Problem) -> OrderKey.Value {
        switch field {
        case .cost: return cost.map { .number($0.approximate) } ?? .none
        case .ageDays: return try ageDays().map { .number(Double($0)) } ?? .none
        case .createdAt, .shipDate:
            return try day(field).map { .number(Double($0.daysSinceEpoch)) } ?? .none
        default:
            let text = text(field)
            return text.isEmpty ? .none : .text(text)
        }
    }

    private func orderValue(_ statement: OpaquePointer?, _ column: Int32) -> OrderKey.Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER, SQLITE_FLOAT: return .number(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            return sqlite3_column_text(statement, column).map { .text(String(cString: $0)) }
                ?? .none
        default: return .none
        }
    }
}
