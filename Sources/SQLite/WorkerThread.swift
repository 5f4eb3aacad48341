// SPDX-License-Identifier: MIT

internal import Glibc

/// A thread of the process that no signal interrupts: signals are for the main thread.
enum WorkerThread {
    /// Starts a thread that runs `body` and ends.
    static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        // The new thread inherits this mask.
        pthread_sigmask(SIG_SETMASK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(Body(body)).toOpaque())
        precondition(code == 0, "no thread could be started: \(String(cString: strerror(code)))")
        return id
    }

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
