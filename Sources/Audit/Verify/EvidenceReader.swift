// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// The evidence rows of all tables in the order of the log, read once and never held.
struct EvidenceReader {
    /// The rows of one table.
    private final class Source {
        let table: EvidenceTable
        let cursor: Cursor

        init(_ table: EvidenceTable, from: Int64, to: Int64, _ connection: Connection) throws {
            self.table = table
            cursor = try connection.cursor(table.select, from, to)
        }

        /// As `ArchivedPart.isBare` says it in SQL; asked only where the hash does not fit.
        var isBare: Bool {
            switch table {
            case .request:
                Self.isEmpty(7, cursor.row) && Self.isEmpty(8, cursor.row) && cursor.row.isNull(9)
            case .answer: !cursor.row.isNull(2) && cursor.row.isNull(3) && cursor.row.isNull(4)
            default: false
            }
        }

        private static func isEmpty(_ column: Int, _ row: borrowing Row) -> Bool {
            row.storageClass(column) == .text && row.withBytes(column) { $0.isEmpty }
        }

        /// Where its next row stands; nil at its end.
        func advance() throws -> Int64? { try cursor.next() ? cursor.row.int(0) : nil }
    }

    /// What one row says of itself.
    struct Entry {
        let position: Int64
        let table: EvidenceTable
        /// The hash its columns give.
        let computed: Digest
        /// The hash that was stored with it; nil where that is no hash.
        let stored: Digest?
        /// An archive may have taken what the hash was made of.
        let isBare: Bool
    }

    private let sources: [Source]
    /// Where the next row of each source stands, and which of them is next in the log.
    private var positions: [Int64?]
    private var first: Int?
    private var encoder = LeafEncoder()
    private(set) var sums = EvidenceSums()

    init(_ connection: Connection, from: Int64, to: Int64) throws {
        sources = try EvidenceTable.allCases.map {
            try Source($0, from: from, to: to, connection)
        }
        positions = try sources.map { try $0.advance() }
        first = Self.first(positions)
    }

    mutating func next() throws -> Entry? {
        guard let index = first, let position = positions[index] else { return nil }
        let source = sources[index]
        let columns = source.table.columnCount
        encoder.begin(type: source.table.type)
        encoder.columns(0..<columns, of: source.cursor.row)
        sums.add(source.cursor.row, of: source.table)
        let stored = source.cursor.row.withBytes(columns) { Digest(rawBytes: $0) }
        let computed = encoder.hash
        let entry = Entry(
            position: position, table: source.table, computed: computed, stored: stored,
            isBare: computed != stored && source.isBare)
        positions[index] = try source.advance()
        first = Self.first(positions)
        return entry
    }

    private static func first(_ positions: [Int64?]) -> Int? {
        var first: Int?
        var lowest = Int64.max
        for index in positions.indices {
            if let position = positions[index], first == nil || position < lowest {
                (first, lowest) = (index, position)
            }
        }
        return first
    }
}
