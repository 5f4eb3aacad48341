// SPDX-License-Identifier: MIT

import Glibc
import Model

/// A joinable thread for servers that block.
struct TestThread: Sendable {
    private let thread: pthread_t

    init(_ run: @escaping @Sendable () -> Void) {
        guard let thread = WorkerThread.start(run) else {
            preconditionFailure("no thread for a test's server")
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
