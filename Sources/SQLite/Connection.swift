// SPDX-License-Identifier: MIT

internal import CSQLite

/// One connection to one database; it belongs to one thread and is therefore not Sendable.
package final class Connection {
    /// How long a statement waits for another connection's lock, unless told otherwise.
    package static let busyWaitMillisecondsMax: Int32 = 10_000

    /// SQLite's own handle, for what this room does not wrap (virtual tables, authorizers).
    package let handle: OpaquePointer
    /// The absolute path of the file, or `:memory:`.
    package let path: String
    var cache = StatementCache()
    var busyWaitMilliseconds = busyWaitMillisecondsMax
    /// How long the write-ahead log was after the last commit.
    var logPages: Int32 = 0
    var checkpointDuePages = checkpointPages
    /// Keeps other writers out while this connection checkpoints.
    var gate: Connection?

    private init(handle: OpaquePointer, path: String) {
        self.handle = handle
        self.path = path
    }

    deinit {
        cache.removeAll()
        // The last connection to close removes the log: this one, not its gate.
        gate = nil
        // v2 waits for statements someone still holds instead of leaking the handle.
        sqlite3_close_v2(handle)
    }
}

extension Connection {
    /// Opens the file for writing, made 0600 if it is missing; SQLite gives -wal and -shm its mode.
    package static func writer(_ path: String) throws(SQLiteError) -> Connection {
        let file = try DatabaseFile.forWriting(path)
        let connection = try open(
            file.path, as: file.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW)
        try connection.settle(Settings.common + Settings.writer)
        connection.watchLog()
        return connection
    }

    /// Opens an existing file for reading only; it never checkpoints.
    ///
    /// A write-ahead log wants its index file beside it even to be read. Where that cannot be
    /// made (a 0400 file, a read-only disk) and no log is waiting, the file alone is everything.
    package static func reader(_ path: String) throws(SQLiteError) -> Connection {
        let file = try DatabaseFile.forReading(path)
        do throws(SQLiteError) {
            return try reader(file.path, as: file.path, SQLITE_OPEN_READONLY)
        } catch {
            guard error.isStorage, !file.hasLog else { throw error }
            return try reader(
                file.immutableName, as: file.path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
        }
    }

    /// Opens a database that lives in memory and ends with the connection.
    package static func memory() throws(SQLiteError) -> Connection {
        let connection = try open(
            ":memory:", as: ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY)
        try connection.settle(Settings.common)
        return connection
    }

    /// Opens a database for what one computation cannot hold in memory.
    ///
    /// SQLite keeps it in a file without a name (0600, in SQLITE_TMPDIR, TMPDIR or /var/tmp) once
    /// it outgrows `scratchCacheBytesMax`; it ends with the connection.
    package static func scratch() throws(SQLiteError) -> Connection {
        let connection = try open("", as: "a temporary database", SQLITE_OPEN_READWRITE)
        try connection.settle(Settings.scratch)
        return connection
    }

    /// A second connection to a file that is open for writing; it only ever holds the lock.
    static func gate(to path: String) throws(SQLiteError) -> Connection {
        let gate = try open(path, as: path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW)
        try gate.settle(Settings.gate)
        gate.waitForLocks(milliseconds: checkpointWaitMillisecondsMax)
        return gate
    }

    private static func reader(
        _ name: String, as path: String, _ flags: Int32
    ) throws(SQLiteError) -> Connection {
        let connection = try open(name, as: path, flags)
        try connection.settle(Settings.common + Settings.reader)
        // The first read is what opens the log; a failure belongs here, not in a later query.
        try connection.run("SELECT count(*) FROM sqlite_schema")
        return connection
    }

    /// Refused where somebody has opened a database before us; then all works, a little slower.
    private static let isConfigured = rescind_no_memory_statistics() == SQLITE_OK

    private static func open(
        _ name: String, as path: String, _ flags: Int32
    ) throws(SQLiteError) -> Connection {
        _ = Self.isConfigured
        var handle: OpaquePointer?
        let all = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        guard sqlite3_open_v2(name, &handle, all, nil) == SQLITE_OK, let handle else {
            let error = SQLiteError(handle)
            sqlite3_close_v2(handle)
            throw error
        }
        return Connection(handle: handle, path: path)
    }
}

extension Connection {
    /// The statement of `sql`, cached by its text and prepared once.
    package func statement(_ sql: String) throws(SQLiteError) -> Statement {
        if let known = cache.idle(sql) { return known }
        let fresh = try Statement(handle, sql: sql)
        cache.keep(fresh)
        return fresh
    }
}
