// SPDX-License-Identifier: MIT

import Glibc
import Model
import Synchronization

/// A thread that runs one function and can be joined once, by whoever asks first.
final class EngineThread: Sendable {
    private let thread: pthread_t
    private let isJoined = Mutex(false)

    /// Starts the thread; nil when the system gives none.
    init?(_ body: sending @escaping () -> Void) {
        guard let thread = WorkerThread.start(body) else { return nil }
        self.thread = thread
    }

    /// Waits for the thread's end, as a second caller does; on the thread itself it only lets go.
    func join() {
        if pthread_equal(thread, pthread_self()) != 0 { return letGo() }
        isJoined.withLock { isJoined in
            if !isJoined { pthread_join(thread, nil) }
            isJoined = true
        }
    }

    /// The thread cannot wait for itself, nor for a lock that one who waits for it holds.
    private func letGo() {
        isJoined.withLockIfAvailable { isJoined in
            if !isJoined { pthread_detach(thread) }
            isJoined = true
        }
    }
}
