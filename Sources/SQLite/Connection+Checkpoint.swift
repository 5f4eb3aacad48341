// SPDX-License-Identifier: MIT

internal import CSQLite

/// Copying the log into the file, never while anybody commits.
///
/// Before 3.51.3 a checkpoint that meets a commit which starts the log anew can lose pages
/// (sqlite.org/wal.html). SQLite's own automatic checkpoint takes no write lock, so it is off; here
/// a second connection holds that lock while the first one copies.
extension Connection {
    /// How long the log grows before a commit is followed by a checkpoint.
    package static let checkpointPages: Int32 = 4000
    /// How long a checkpoint waits for another process before it leaves the work to the next one.
    package static let checkpointWaitMillisecondsMax: Int32 = 250

    /// Counts the log's pages after each commit, in the place of SQLite's automatic checkpoint.
    func watchLog() {
        // Unretained is safe: the handle, and the hook with it, ends in this object's deinit.
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().logPages = pages
                return SQLITE_OK
            }, context)
    }

    /// Checkpoints when the log has grown enough; nothing depends on whether it succeeds.
    func checkpointIfDue() {
        guard logPages >= checkpointDuePages else { return }
        // A reader may hold the log; trying again after every commit would cost more than it gives.
        checkpointDuePages = logPages + Self.checkpointPages
        guard let rest = try? copyLog(), rest == 0 else { return }
        checkpointDuePages = Self.checkpointPages
    }

    /// Copies the log into the file and cuts it to nothing; false when someone was in the way.
    ///
    /// Waits only shortly: a report that reads for minutes must not hold up the end of a night.
    package func checkpoint() throws(SQLiteError) -> Bool {
        guard let rest = try copyLog(), rest == 0 else { return false }
        sqlite3_busy_timeout(handle, Self.checkpointWaitMillisecondsMax)
        defer { sqlite3_busy_timeout(handle, busyWaitMilliseconds) }
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code == SQLITE_OK { return true }
        let error = SQLiteError(handle)
        guard error.isBusy else { throw error }
        return false
    }

    /// Copies what readers allow and gives the pages left; nil when somebody else is writing.
    private func copyLog() throws(SQLiteError) -> Int32? {
        let gate = try lockedGate()
        guard let gate else { return nil }
        defer { gate.rollback() }
        var (pages, copied): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied)
        if code & 0xff == SQLITE_BUSY { return nil }
        guard code == SQLITE_OK else { throw SQLiteError(handle) }
        return pages - copied
    }

    /// The second connection with the write lock in its hand; nil when the lock is taken.
    private func lockedGate() throws(SQLiteError) -> Connection? {
        if gate == nil { gate = try Self.gate(to: path) }
        guard let gate else { return nil }
        do throws(SQLiteError) {
            try gate.run("BEGIN IMMEDIATE")
            return gate
        } catch {
            guard error.isBusy else { throw error }
            return nil
        }
    }
}
