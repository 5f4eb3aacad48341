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

    /// A value of the newest entry.
    private enum Key: Sendable {
        case number(Int64)
        case text([UInt8])
    }

    mutating func add(_ entry: borrowing Row, _ columns: [Int]) {
        sum.add(entry, columns)
        isInOrder = follows(entry, columns) && isInOrder
    }

    func isOf(_ table: RowSum) -> Bool { isInOrder && sum == table }

    /// Whether the entry comes after the last one, which it then becomes.
    private mutating func follows(_ entry: borrowing Row, _ columns: [Int]) -> Bool {
        var isBehind = last.isEmpty
        for place in columns.indices {
            let value = entry.stored(columns[place])
            if !isBehind {
                guard let order = Self.order(of: value, after: last[place]) else { return false }
                isBehind = order
                if !isBehind { continue }
            }
            keep(value, at: place)
        }
        return isBehind
    }

    private mutating func keep(_ value: Stored, at place: Int) {
        let key: Key =
            switch value {
            case .integer(let number): .number(number)
            case .text(let bytes), .blob(let bytes): .text([UInt8](bytes))
            case .null, .real: .number(.min)
            }
        if place < last.count { last[place] = key } else { last.append(key) }
    }

    /// True behind the key, false at it, nil before it: NULL, then numbers, then texts by bytes.
    private static func order(of value: Stored, after key: Key) -> Bool? {
        switch (value, key) {
        case (.integer(let number), .number(let last)):
            number > last ? true : number == last ? false : nil
        case (.text(let bytes), .text(let last)):
            bytes.equal(last) ? false : last.lexicographicallyPrecedes(bytes) ? true : nil
        case (.null, .number(.min)): false
        case (.text, .number): true
        default: nil
        }
    }
}
