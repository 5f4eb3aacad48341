// SPDX-License-Identifier: MIT

import Exports
import Job
import Model

/// The order of sending as one text for each item, compared byte by byte.
struct SortKey {
    /// A field, and which of the canonical ones it is.
    private typealias Key = (name: String, field: CanonicalField?, descending: Bool)

    private let keys: [Key]

    init(_ order: Order) {
        keys = order.keys.map { ($0.field, CanonicalField(rawValue: $0.field), $0.descending) }
    }

    /// Greater than any text: what is missing goes last, whatever the direction.
    private static let missing = "\u{10FFFF}"
    /// As wide as the longest amount is.
    private static let digitsMax = Amount.digitsMax + Amount.scaleMax + 1

    func text(of row: borrowing JudgedRow) -> String {
        var text = ""
        for (place, key) in keys.enumerated() {
            if place > 0 { text += "\u{1}" }
            let value = Self.value(key, row)
            if value.isEmpty {
                text += Self.missing
            } else {
                text += key.descending ? Self.inverted(value) : value
            }
        }
        return text
    }

    private static func value(_ key: Key, _ row: borrowing JudgedRow) -> String {
        switch key.field {
        case .cost:
            // Amounts with the same number of digits compare as texts do.
            return row.cost.map { padded($0.text(decimalsMin: Amount.scaleMax)) } ?? ""
        case .ageDays:
            return (try? row.ageDays()).flatMap { $0.map { padded(String($0)) } } ?? ""
        case .shipDate?, .createdAt?:
            guard let field = key.field, let day = try? row.day(field)
            else { return row.text(named: key.name) ?? "" }
            return day.description
        default: return row.text(named: key.name) ?? ""
        }
    }

    private static func padded(_ number: String) -> String {
        String(repeating: "0", count: max(0, digitsMax - number.utf8.count)) + number
    }

    /// Above every hexadecimal digit: of two texts that begin alike the longer goes first.
    private static let end = "~"

    private static func inverted(_ text: String) -> String {
        text.utf8.map { 255 - $0 }.hex + end
    }
}
