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
        private let body: () -> Void

        init(_ body: @escaping () -> Void) { self.body = body }

        func run() {
            WorkerThread.doesNotInterrupt()
            body()
        }
    }

    /// Lets the calling thread wait for its turn when it is woken.
    ///
    /// What wakes a worker is one answer or one record of many; to interrupt for it whoever sends
    /// or answers the next costs more than it gains. A policy that somebody chose is left alone.
    package static func doesNotInterrupt() {
        guard sched_getscheduler(0) == SCHED_OTHER else { return }
        var parameters = sched_param()
        sched_setscheduler(0, batch, &parameters)
    }

    /// `SCHED_BATCH`, a macro of the GNU headers that is not imported.
    private static let batch: Int32 = 3
}
