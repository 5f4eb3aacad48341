// SPDX-License-Identifier: MIT

internal import CSQLite

extension Connection {
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

    private func number(_ pragma: String) throws(SQLiteError) -> Int32 {
        let cursor = try Statement(handle, sql: "PRAGMA \(pragma)").cursor()
        return try cursor.next() ? Int32(truncatingIfNeeded: cursor.row.int(0)) : 0
    }
}
