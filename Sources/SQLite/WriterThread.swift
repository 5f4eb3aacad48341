// SPDX-License-Identifier: MIT

internal import Glibc
internal import Model
internal import Synchronization

/// The thread that owns the writing connection; also the executor of the actor on top.
final class WriterThread: SerialExecutor {
    static let inboxTasksMax = 4096
    static let groupJobsMax = 512

    private enum Task {
        case write(WriteJob)
        case run(UnownedJob)
        /// Outside any transaction, from a caller that does not wait.
        case between(@Sendable (Connection) -> Void)
    }

    private let inbox = Inbox<Task>(elementsMax: inboxTasksMax)
    private let group: GroupCommit
    private let thread = Atomic<UInt>(0)
    // Safe: set before the thread starts, then used and let go of by that thread alone.
    private nonisolated(unsafe) var connection: Connection?
    // Safe: written by the thread at its end, read after joining it.
    private nonisolated(unsafe) var closingError: SQLiteError?

    init(
        _ connection: sending Connection,
        beforeCommit: @escaping @Sendable (Connection) throws -> Void
    ) {
        self.connection = connection
        group = GroupCommit(beforeCommit: beforeCommit)
        start()
    }

    /// Whether the caller is on this thread.
    var isCurrent: Bool { thread.load(ordering: .acquiring) == pthread_self() }

    /// The connection; on this thread only.
    func connectionHere() -> Connection {
        checkIsolated()
        guard let connection else { preconditionFailure("the writer is closed") }
        return connection
    }

    /// Queues a job; a caller on another thread waits while the inbox is full.
    func submit(_ job: WriteJob) {
        // This thread must not wait for itself.
        guard inbox.send(.write(job), patient: !isCurrent) else {
            return job.done(.failure(WriterClosed()))
        }
    }

    /// Queues work that stands between two groups; dropped where the writer is closed.
    func submit(between job: @escaping @Sendable (Connection) -> Void) {
        _ = inbox.send(.between(job), patient: !isCurrent)
    }

    /// Writes what is queued, cuts the log, closes the connection and ends the thread.
    func close() throws(SQLiteError) {
        precondition(!isCurrent, "a writer cannot wait for its own end")
        guard inbox.close() else { return }
        pthread_join(thread.load(ordering: .acquiring), nil)
        if let closingError { throw closingError }
    }

    /// Ends without anyone waiting, when the last owner lets go of an unclosed writer.
    func abandon() {
        guard inbox.close() else { return }
        pthread_detach(thread.load(ordering: .acquiring))
    }
}

extension WriterThread {
    func enqueue(_ job: consuming ExecutorJob) {
        // Never waits: a thread of the cooperative pool must not block on this one.
        let isTaken = inbox.send(.run(UnownedJob(job)), patient: false)
        precondition(isTaken, "the writer is closed")
    }

    func checkIsolated() {
        precondition(isCurrent, "the writing connection belongs to its own thread")
    }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }
}

extension WriterThread {
    private func start() {
        let id = WorkerThread.start { [self] in
            thread.store(pthread_self(), ordering: .releasing)
            main()
        }
        guard let id else { preconditionFailure("no thread can be had") }
        thread.store(id, ordering: .releasing)
    }

    private func main() {
        guard let connection else { return }
        while true {
            let tasks = inbox.receiveAll()
            if tasks.isEmpty { break }
            carryOut(tasks, on: connection)
        }
        do throws(SQLiteError) {
            _ = try connection.checkpoint()
        } catch {
            closingError = error
        }
        self.connection = nil
    }

    /// Neighbouring jobs become one group; a job of the actor stands between two groups.
    private func carryOut(_ tasks: [Task], on connection: Connection) {
        var jobs: [WriteJob] = []
        for task in tasks {
            switch task {
            case .write(let job):
                jobs.append(job)
                if jobs.count == Self.groupJobsMax { flush(&jobs, on: connection) }
            case .run(let job):
                flush(&jobs, on: connection)
                job.runSynchronously(on: asUnownedSerialExecutor())
            case .between(let job):
                flush(&jobs, on: connection)
                job(connection)
            }
        }
        flush(&jobs, on: connection)
    }

    private func flush(_ jobs: inout [WriteJob], on connection: Connection) {
        guard !jobs.isEmpty else { return }
        group.run(jobs[...], on: connection)
        jobs.removeAll(keepingCapacity: true)
    }
}
