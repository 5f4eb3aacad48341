// SPDX-License-Identifier: MIT

import Model
package import SQLite

/// The one log: every evidence row has its position, drawn in the transaction that writes the row.
///
/// Two processes may write at a time (one sends, another plans), so the head is read inside the
/// transaction and never kept across it.
package struct Log {
    let connection: Connection
    private var size: Int64

    /// Opens the log for one transaction; call `close` before it ends.
    package init(_ connection: Connection) throws {
        self.connection = connection
        size = try connection.first("SELECT size FROM log_head") { $0.int(0) } ?? 0
    }

    /// The position of the next evidence row.
    package mutating func next() -> Int64 {
        defer { size += 1 }
        return size
    }

    package func close() throws {
        try connection.run("UPDATE log_head SET size = ?", size)
    }

    /// The number of evidence rows there are.
    package static func size(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT size FROM log_head") { $0.int(0) } ?? 0
    }
}
