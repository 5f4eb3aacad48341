// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A thread that runs one function and can be joined once, by whoever asks first.
final class EngineThread: Sendable {
    private let thread: pthread_t
    private let isJoined = Mutex(false)

    /// Starts the thread; nil when the system gives none.
    init?(_ body: sending @escaping () -> Void) {
        guard let thread = startThread(body) else { return nil }
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

private final class Body {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

/// Starts a thread with all signals blocked: SIGINT belongs to the main thread, and a SIGPIPE
/// from a connection that broke while TLS wrote to it must not end the process.
private func startThread(_ body: @escaping () -> Void) -> pthread_t? {
    let box = Unmanaged.passRetained(Body(body))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }, box.toOpaque())
    if code == 0 { return thread }
    box.release()
    return nil
}
