// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// The evidence rows of all tables in the order of the log, read once and never held.
final class EvidenceReader {
    /// The rows of one table.
    private final class Source {
        let table: EvidenceTable
        let cursor: Cursor
        /// Where its next row stands; nil at its end.
        var position: Int64?

        init(_ table: EvidenceTable, from: Int64, to: Int64, _ connection: Connection) throws {
            self.table = table
            cursor = try connection.cursor(table.select, from, to)
            try advance()
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

        func advance() throws { position = try cursor.next() ? cursor.row.int(0) : nil }
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

    private var sources: [Source]
    private var encoder = LeafEncoder()

    init(_ connection: Connection, from: Int64 = 0, to: Int64 = .max) throws {
        sources = try EvidenceTable.allCases.map {
            try Source($0, from: from, to: to, connection)
        }
    }

    func next() throws -> Entry? {
        guard let source = first, let position = source.position else { return nil }
        let columns = source.table.columnCount
        encoder.begin(type: source.table.type)
        encoder.columns(0..<columns, of: source.cursor.row)
        let stored = source.cursor.row.withBytes(columns) { Digest($0) }
        let computed = encoder.hash
        let entry = Entry(
            position: position, table: source.table, computed: computed, stored: stored,
            isBare: computed != stored && source.isBare)
        try source.advance()
        return entry
    }

    /// The source whose row is next in the log.
    private var first: Source? {
        var best: Source?
        var lowest = Int64.max
        for source in sources {
            if let position = source.position, best == nil || position < lowest {
                best = source
                lowest = position
            }
        }
        return best
    }
}
