// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// What is left of rows without their payload, as one digest.
///
/// SHA-256 over the leaf hashes of what is left: first of requests, then of answers, then of items,
/// each in the order of its table. The archive's act names it, so the log proves it.
struct Remains {
    private(set) var hex = ""
    private(set) var items: Int64 = 0

    /// The digest where no row is bare.
    static let none = SHA256().digest.hex

    /// Over the rows that are bare now.
    init(_ connection: Connection) throws { try self.init(connection) { $0.isBare } }

    /// Over the rows that a condition chooses for each part.
    init(_ connection: Connection, where condition: (ArchivedPart) -> String) throws {
        var state = SHA256()
        var encoder = LeafEncoder()
        for part in ArchivedPart.allCases {
            let columns = part.kept.count
            var count: Int64 = 0
            try connection.each(part.selectKept(where: condition(part))) { row in
                encoder.begin(type: part.type)
                encoder.columns(0..<columns, of: row)
                state.update(encoder.hash)
                count += 1
            }
            if part == .item { items = count }
        }
        hex = state.digest.hex
    }
}
