// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// Makes rows bare, inside the caller's transaction and while an archive is begun.
enum Stripping {
    /// How many exchanges and items lost what they carried.
    static func strip(
        _ connection: Connection, where condition: (ArchivedPart) -> String
    ) throws -> (exchanges: Int64, items: Int64) {
        try keepLeaves(connection, condition(.item))
        // An answer is chosen by its request, which therefore keeps its place until the end.
        try connection.run(ArchivedPart.answer.strip(where: condition(.answer)))
        try connection.run(ArchivedPart.request.strip(where: condition(.request)))
        let exchanges = connection.changedRows
        try connection.run(ArchivedPart.item.strip(where: condition(.item)))
        return (exchanges, connection.changedRows)
    }

    /// The hash of an item is computed while it is whole; that of an exchange is with it already.
    private static func keepLeaves(_ connection: Connection, _ condition: String) throws {
        let columns = Schema.itemColumns.joined(separator: ", ")
        let insert = try connection.statement(
            "INSERT OR IGNORE INTO item_leaf (run, no, leaf) VALUES (?, ?, ?)")
        var encoder = LeafEncoder()
        try connection.each("SELECT \(columns) FROM item WHERE \(condition)") { row in
            encoder.begin(type: ItemDigest.LeafType.item)
            encoder.columns(1..<Schema.itemColumns.count, of: row)
            try insert.run(row.int(0), row.int(1), StoredDigest(encoder.hash))
        }
    }
}
