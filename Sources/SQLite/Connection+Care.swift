// SPDX-License-Identifier: MIT

internal import CSQLite

extension Connection {
    /// How long a checkpoint waits for readers before it leaves the rest to the next one.
    package static let checkpointWaitMillisecondsMax: Int32 = 250

    /// The number that tells whose database this is; 0 in a fresh file.
    package func applicationID() throws(SQLiteError) -> Int32 { try number("application_id") }

    package func setApplicationID(_ id: Int32) throws(SQLiteError) {
        try Statement(handle, sql: "PRAGMA application_id = \(id)").run()
    }

    /// The number of the schema in the file; 0 in a fresh file.
    package func schemaVersion() throws(SQLiteError) -> Int32 { try number("user_version") }

    package func setSchemaVersion(_ version: Int32) throws(SQLiteError) {
        try Statement(handle, sql: "PRAGMA user_version = \(version)").run()
    }

    /// Changes how long statements wait for another connection's lock.
    package func waitForLocks(milliseconds: Int32) {
        busyWaitMilliseconds = milliseconds
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Copies the log into the file and cuts it to nothing; false when a reader was in the way.
    ///
    /// Waits only shortly: a report that reads for minutes must not hold up the end of a night.
    package func checkpoint() throws(SQLiteError) -> Bool {
        sqlite3_busy_timeout(handle, Self.checkpointWaitMillisecondsMax)
        defer { sqlite3_busy_timeout(handle, busyWaitMilliseconds) }
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code == SQLITE_OK { return true }
        let error = SQLiteError(handle)
        guard error.isBusy else { throw error }
        return false
    }

    private func number(_ pragma: String) throws(SQLiteError) -> Int32 {
        let cursor = try Statement(handle, sql: "PRAGMA \(pragma)").cursor()
        return try cursor.next() ? Int32(truncatingIfNeeded: cursor.row.int(0)) : 0
    }
}
