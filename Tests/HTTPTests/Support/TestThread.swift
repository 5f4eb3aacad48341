// SPDX-License-Identifier: MIT

import Glibc

/// A joinable thread for servers that block.
struct TestThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    init(_ run: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        precondition(code == 0, "no thread for a test's server")
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
