// SPDX-License-Identifier: MIT

internal import CSQLite

extension Connection {
    /// Writes a consistent copy of the database to a new file, 0600, whoever else is writing.
    ///
    /// The copy is one state between two commits, log included, and is on the disk on return.
    /// An existing file is refused.
    package func copy(to path: String) throws(SQLiteError) {
        let file = try DatabaseFile.forCopying(to: path)
        var target: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
        defer { sqlite3_close_v2(target) }
        guard sqlite3_open_v2(file.path, &target, flags, nil) == SQLITE_OK else {
            throw SQLiteError(target)
        }
        guard let backup = sqlite3_backup_init(target, "main", handle, "main") else {
            throw SQLiteError(target)
        }
        // All pages in one step: a copy in pieces starts over whenever somebody commits.
        let step = sqlite3_backup_step(backup, -1)
        let finish = sqlite3_backup_finish(backup)
        guard step == SQLITE_DONE, finish == SQLITE_OK else {
            file.remove()
            throw SQLiteError(code: step == SQLITE_DONE ? finish : step)
        }
    }
}
