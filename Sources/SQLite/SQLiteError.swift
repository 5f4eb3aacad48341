// SPDX-License-Identifier: MIT

internal import CSQLite

/// What SQLite refused, with the statement but never with the values bound to it.
package struct SQLiteError: Error, Equatable, Sendable {
    /// The extended result code, such as 787 for a foreign key.
    package let extendedCode: Int32
    package let message: String
    /// The text of the statement; values are bound, so it holds no data.
    package let sql: String?

    package init(extendedCode: Int32, message: String, sql: String? = nil) {
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// The primary result code, such as 19 for any constraint.
    package var code: Int32 { extendedCode & 0xff }
}

extension SQLiteError {
    /// The last error of `database`; a handle that could not even be allocated is out of memory.
    init(_ database: OpaquePointer?, sql: String? = nil) {
        guard let database else {
            self.init(extendedCode: SQLITE_NOMEM, message: "out of memory", sql: sql)
            return
        }
        self.init(
            extendedCode: sqlite3_extended_errcode(database),
            message: String(cString: sqlite3_errmsg(database)), sql: sql)
    }

    /// An error by its code alone, where SQLite keeps no message.
    init(code: Int32, sql: String? = nil) {
        self.init(
            extendedCode: code, message: String(cString: sqlite3_errstr(code)), sql: sql)
    }
}

extension SQLiteError {
    /// The disk, the quota or the file's own page limit is used up.
    package var isFull: Bool { code == SQLITE_FULL }

    /// The disk or the file refused: full, unreadable, not writable, not to be opened.
    package var isStorage: Bool {
        [SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_NOLFS]
            .contains(code)
    }

    /// Another connection holds the lock and did not give it back in time.
    package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

    package var isConstraint: Bool { code == SQLITE_CONSTRAINT }

    /// The bytes of the file are not those of a sound database.
    package var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
}

extension SQLiteError: CustomStringConvertible {
    package var description: String {
        "SQLite \(extendedCode): \(message)" + (sql.map { " in: \($0)" } ?? "")
    }
}
