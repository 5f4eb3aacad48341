// SPDX-License-Identifier: MIT

import Exports
import Job
import Model

/// The order of sending as one text for each item, compared byte by byte.
struct SortKey {
    private let keys: [Order.Key]

    init(_ order: Order) { keys = order.keys }

    /// Greater than any text: what is missing goes last, whatever the direction.
    private static let missing = "\u{10FFFF}"
    /// As wide as the longest amount is.
    private static let digitsMax = Amount.digitsMax + Amount.scaleMax + 1

    func text(of row: borrowing JudgedRow) -> String {
        var parts: [String] = []
        for key in keys {
            let value = Self.value(key.field, row)
            if value.isEmpty {
                parts.append(Self.missing)
            } else {
                parts.append(key.descending ? Self.inverted(value) : value)
            }
        }
        return parts.joined(separator: "\u{1}")
    }

    private static func value(_ field: String, _ row: borrowing JudgedRow) -> String {
        switch field {
        case "cost":
            // Amounts with the same number of digits compare as texts do.
            return row.cost.map { padded($0.text(decimalsMin: Amount.scaleMax)) } ?? ""
        case "age_days":
            return (try? row.ageDays()).flatMap { $0.map { padded(String($0)) } } ?? ""
        case "ship_date", "created_at":
            guard let known = CanonicalField(rawValue: field), let day = try? row.day(known)
            else { return row.text(named: field) ?? "" }
            return day.description
        default: return row.text(named: field) ?? ""
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
