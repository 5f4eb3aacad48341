// SPDX-License-Identifier: MIT

internal import Glibc
internal import Model
internal import Synchronization

/// Hands loads, in their order, to a thread of its own that works on them while more are made.
///
/// Storing a row costs about as much as reading one: side by side they take half the time. A load
/// is many rows, as each handing over takes a lock. What `work` uses belongs to that thread until
/// `finish` or `deinit` has returned.
package final class Conveyor<Load: Sendable> {
    /// So many loads wait at most; then whoever makes them waits.
    static var waitingLoadsMax: Int { 8 }

    private let belt: Belt
    private var thread: pthread_t?

    /// Takes over what `work` uses.
    package init(_ work: @escaping (Load) throws -> Void) { belt = Belt(work) }

    deinit { stop() }

    /// Returns when every load has been worked on; nothing may be added after it.
    package func finish() throws {
        stop()
        if let failure = belt.failure { throw failure }
    }

    /// Adds a load, waiting where too many wait; fails with what an earlier one failed with.
    package func add(_ load: Load) throws {
        if thread == nil {
            thread = WorkerThread.start { [belt] in belt.carryOut() }
            guard thread != nil else { throw Problem(.internal, "no thread can be had") }
        }
        if belt.hasFailed.load(ordering: .acquiring) {
            stop()
            throw belt.failure ?? WriterClosed()
        }
        _ = belt.inbox.send(load, patient: true)
    }

    /// Returns when the thread has ended, whatever waits.
    package func stop() {
        _ = belt.inbox.close()
        if let thread { pthread_join(thread, nil) }
        thread = nil
    }

    /// What both threads see.
    // Safe: `work` and `failure` are touched by the thread alone until it was joined.
    private final class Belt: @unchecked Sendable {
        let inbox = Inbox<Load>(elementsMax: waitingLoadsMax)
        let hasFailed = Atomic(false)
        private(set) var failure: (any Error)?
        private let work: (Load) throws -> Void

        init(_ work: @escaping (Load) throws -> Void) { self.work = work }

        func carryOut() {
            while true {
                let loads = inbox.receiveAll()
                if loads.isEmpty { return }
                do { for load in loads { try work(load) } } catch {
                    failure = error
                    hasFailed.store(true, ordering: .releasing)
                    // Nobody waits for room that will not come.
                    _ = inbox.close()
                    return
                }
            }
        }
    }
}
