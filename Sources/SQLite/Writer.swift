// SPDX-License-Identifier: MIT

/// The writer has been closed and takes nothing more.
package struct WriterClosed: Error, Equatable, Sendable {
    package init() {}
}

/// The one place that writes to a database: its own thread, its own connection, group commits.
///
/// `close()` it before letting go: that is what writes the log back into the file and reports a
/// failure of it.
package actor Writer {
    private nonisolated let thread: WriterThread

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Takes over `connection`.
    ///
    /// `beforeCommit` runs inside every group's transaction after its jobs; where it throws, the
    /// whole group is undone.
    package init(
        owning connection: sending Connection,
        beforeCommit: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) {
        thread = WriterThread(connection, beforeCommit: beforeCommit)
    }

    deinit { thread.abandon() }

    /// Queues a job and returns; `done` is called on the writer's thread once the job is on disk.
    ///
    /// A job that throws is undone alone. `done` must be short. When `inboxTasksMax` (4096) tasks
    /// wait, the caller waits too. A job must not begin or end a transaction.
    package nonisolated func submit(
        _ job: @escaping @Sendable (Connection) throws -> Void,
        done: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        thread.submit(WriteJob(body: job, done: done))
    }

    /// Queues a job that runs between two groups, outside any transaction, and returns.
    package nonisolated func submit(between job: @escaping @Sendable (Connection) -> Void) {
        thread.submit(between: job)
    }

    /// Runs `body` in the next group's transaction; its result is on the disk when this returns.
    package nonisolated func write<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> R
    ) async throws -> R {
        let slot = ResultSlot<R>()
        return try await withCheckedThrowingContinuation { continuation in
            submit(
                { slot.value = try body($0) },
                done: { result in continuation.resume(with: slot.result(of: result)) })
        }
    }

    /// Runs `body` on the writer's thread between two groups, outside any transaction.
    package func use<R: Sendable>(_ body: @Sendable (Connection) throws -> R) rethrows -> R {
        try body(thread.connectionHere())
    }

    /// Writes what is queued, cuts the log to nothing, closes the connection, ends the thread.
    ///
    /// Blocks until then; the second call does nothing.
    package nonisolated func close() throws(SQLiteError) { try thread.close() }
}

/// Carries a job's result from its run to its commit.
// Safe: the job sets it and `done` reads it, both on the writer's thread.
private final class ResultSlot<R: Sendable>: @unchecked Sendable {
    var value: R?

    func result(of commit: Result<Void, any Error>) -> Result<R, any Error> {
        commit.flatMap { value.map { .success($0) } ?? .failure(WriterClosed()) }
    }
}
