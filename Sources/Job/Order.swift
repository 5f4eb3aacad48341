// SPDX-License-Identifier: MIT

/// What is sent first when time runs out: `ship_date`, `cost desc, ship_date`.
package struct Order: Sendable, Equatable {
    package struct Key: Sendable, Equatable {
        package let field: String
        package let descending: Bool
    }

    package let keys: [Key]

    package static let keysMax = 8

    /// Oldest first; where an export has no ship date, its own order stays.
    package static let standard = Order(keys: [Key(field: "ship_date", descending: false)])

    init(keys: [Key]) { self.keys = keys }

    /// Reads fields with commas between them, each with `asc` or `desc` where wanted.
    package init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let keys = parts.compactMap(Self.key)
        guard keys.count == parts.count, keys.count <= Self.keysMax else { return nil }
        self.init(keys: keys)
    }

    private static func key(_ text: Substring) -> Key? {
        let words = text.split(separator: " ")
        guard let field = words.first, words.count <= 2 else { return nil }
        switch words.dropFirst().first?.lowercased() {
        case nil, "asc": return Key(field: String(field), descending: false)
        case "desc": return Key(field: String(field), descending: true)
        default: return nil
        }
    }
}

extension Order: CustomStringConvertible {
    package var description: String {
        keys.map { $0.field + ($0.descending ? " desc" : "") }.joined(separator: ", ")
    }
}
