// SPDX-License-Identifier: MIT

/// Sums of money, one for each currency; currencies are never mixed.
package struct Totals: Sendable, Equatable {
    package private(set) var amounts: [String: Amount] = [:]

    package init() {}

    /// The currencies in order of their names, with their sums.
    package var sorted: [(currency: String, amount: Amount)] {
        amounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package var isEmpty: Bool { amounts.isEmpty }

    package subscript(currency: String) -> Amount? { amounts[currency] }

    /// Adds an amount; false when the sum would leave the exact range.
    package mutating func add(_ amount: Amount, _ currency: String) -> Bool {
        guard let sum = (amounts[currency] ?? .zero).adding(amount) else { return false }
        amounts[currency] = sum
        return true
    }

    package mutating func add(_ other: Totals) -> Bool {
        other.amounts.allSatisfy { add($0.value, $0.key) }
    }
}
