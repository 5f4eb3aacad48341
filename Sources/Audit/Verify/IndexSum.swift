// SPDX-License-Identifier: MIT

import Model
import SQLite

/// The entries of an index, taken in from its beginning to its end.
///
/// In order, and with the sum of its table, an index finds exactly what its table holds. That is what
/// `PRAGMA integrity_check` shows too, but by looking every row of the table up.
struct IndexSum: Sendable {
    private(set) var sum = RowSum()
    /// Whether each entry came after the one before it.
    private(set) var isInOrder = true
    private var last: [Key] = []

    /// A value of the newest entry; its text keeps the room that earlier ones made.
    private struct Key: Sendable {
        /// Nil for a text.
        var number: Int64? = 0
        var text: [UInt8] = []
    }

    func isOf(_ table: RowSum) -> Bool { isInOrder && sum == table }

    /// Takes in the next entry, each of whose values is read once.
    mutating func add(_ entry: borrowing Row, _ columns: [Int]) {
        var hash = RowHash()
        // Whether it comes after the last entry, which it then becomes; nil where it comes before.
        var isBehind: Bool? = last.isEmpty
        for place in columns.indices {
            let value = entry.stored(columns[place])
            hash.add(value)
            if isBehind == false { isBehind = Self.order(of: value, after: last[place]) }
            if isBehind == true { keep(value, at: place) }
        }
        sum.add(hash)
        isInOrder = isInOrder && isBehind == true
    }

    private mutating func keep(_ value: Stored, at place: Int) {
        if place == last.count { last.append(Key()) }
        switch value {
        case .integer(let number): last[place].number = number
        case .text(let bytes), .blob(let bytes):
            last[place].number = nil
            last[place].text.removeAll(keepingCapacity: true)
            last[place].text.append(contentsOf: bytes)
        case .null, .real: last[place].number = .min
        }
    }

    /// True behind the key, false at it, nil before it: NULL, then numbers, then texts by bytes.
    private static func order(of value: Stored, after key: Key) -> Bool? {
        switch (value, key.number) {
        case (.integer(let number), let last?):
            number > last ? true : number == last ? false : nil
        case (.text(let bytes), nil):
            bytes.equal(key.text)
                ? false : key.text.lexicographicallyPrecedes(bytes) ? true : nil
        case (.null, .min): false
        case (.text, _): true
        default: nil
        }
    }
}
