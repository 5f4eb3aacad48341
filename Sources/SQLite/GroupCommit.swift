// SPDX-License-Identifier: MIT

/// One piece of writing and whom to tell when it is on the disk.
struct WriteJob {
    let body: @Sendable (Connection) throws -> Void
    let done: @Sendable (Result<Void, any Error>) -> Void
}

/// Many jobs in one transaction, because the disk's sync is what costs.
struct GroupCommit {
    /// Runs inside every transaction after the jobs, just before COMMIT.
    let beforeCommit: @Sendable (Connection) throws -> Void

    /// Writes `jobs` and then tells each of them; a job that fails takes no other with it.
    func run(_ jobs: ArraySlice<WriteJob>, on connection: Connection) {
        var failures: [Int: any Error] = [:]
        let whole: (any Error)?
        do {
            try connection.run("BEGIN IMMEDIATE")
            try write(jobs, on: connection, &failures)
            whole = nil
        } catch {
            connection.rollback()
            whole = error
        }
        for (index, job) in zip(jobs.indices, jobs) {
            let failure = failures[index] ?? whole
            job.done(failure.map { .failure($0) } ?? .success(()))
        }
        // After telling: nobody waits for the log to be copied.
        connection.checkpointIfDue()
    }

    private func write(
        _ jobs: ArraySlice<WriteJob>, on connection: Connection, _ failures: inout [Int: any Error]
    ) throws {
        for (index, job) in zip(jobs.indices, jobs) {
            do {
                try write(job, isAlone: jobs.count == 1, on: connection)
            } catch {
                failures[index] = error
                // A full disk may end the transaction, and with it all that came before.
                guard connection.isInTransaction else { throw error }
            }
        }
        guard failures.count < jobs.count else { return connection.rollback() }
        try beforeCommit(connection)
        try connection.run("COMMIT")
    }

    private func write(_ job: WriteJob, isAlone: Bool, on connection: Connection) throws {
        if isAlone {
            try job.body(connection)
        } else {
            try connection.savepoint { try job.body(connection) }
        }
        precondition(connection.isInTransaction, "a job ended the transaction of its group")
    }
}
