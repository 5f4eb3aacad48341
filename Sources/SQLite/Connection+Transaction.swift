// SPDX-License-Identifier: MIT

internal import CSQLite

extension Connection {
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Runs `body` in one write transaction: everything of it happens, or nothing.
    ///
    /// The write lock is taken first (IMMEDIATE), so that what `body` reads cannot change before
    /// it writes. Beginning inside another transaction is a programmer error and traps.
    package func transaction<R>(_ body: () throws -> R) throws -> R {
        let result = try enclosed(by: "BEGIN IMMEDIATE", body)
        checkpointIfDue()
        return result
    }

    /// Runs `body` over one unchanging state of the database.
    package func snapshot<R>(_ body: () throws -> R) throws -> R {
        try enclosed(by: "BEGIN", body)
    }

    /// Runs `body` as a part that can be undone alone; must be inside a transaction.
    package func savepoint<R>(_ body: () throws -> R) throws -> R {
        precondition(isInTransaction, "a savepoint outside a transaction would commit by itself")
        try run("SAVEPOINT part")
        do {
            let result = try body()
            try run("RELEASE part")
            return result
        } catch {
            undoPart()
            throw error
        }
    }

    private func enclosed<R>(by begin: String, _ body: () throws -> R) throws -> R {
        precondition(!isInTransaction, "a transaction is open already")
        try run(begin)
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Undoes the open transaction, if SQLite has not done so itself (disk full, I/O error).
    func rollback() {
        guard isInTransaction else { return }
        // ROLLBACK reports no failure that leaves the transaction open.
        try? run("ROLLBACK")
    }

    /// Undoes the innermost part; where even that fails, the whole transaction.
    private func undoPart() {
        guard isInTransaction else { return }
        do throws(SQLiteError) {
            try run("ROLLBACK TO part")
            try run("RELEASE part")
        } catch {
            rollback()
        }
    }
}
