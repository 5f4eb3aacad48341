// SPDX-License-Identifier: MIT

package import Glibc

/// A thread of the process that no signal interrupts.
///
/// Signals are for the main thread, and a SIGPIPE from a connection that broke while something
/// wrote to it must not end the process.
package enum WorkerThread {
    /// Starts a thread that runs `body` and ends; nil where the system gives none.
    package static func start(_ body: sending @escaping () -> Void) -> pthread_t? {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        // The new thread inherits this mask.
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let box = Unmanaged.passRetained(Body(body))
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

    private final class Body {
        let run: () -> Void

        init(_ run: @escaping () -> Void) { self.run = run }
    }
}
