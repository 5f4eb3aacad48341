// SPDX-License-Identifier: MIT

import CMicrohttpd
import Glibc
import Model
import Synchronization

/// The thread that runs the loop, and the way to end it.
final class ServerThread: Sendable {
    let port: UInt16
    private let wake: Int32
    /// Nil once it was joined.
    private let thread: Mutex<pthread_t?>

    init(port: UInt16, _ stage: Stage) throws(Problem) {
        wake = eventfd(0, Int32(EFD_CLOEXEC))
        guard wake >= 0 else { throw Self.problem("eventfd", errno) }
        let loop: HTTPLoop
        do throws(Problem) {
            loop = try HTTPLoop(
                port: port, wake: wake, answer: { stage.answer($0) },
                tick: { stage.tick() })
        } catch {
            close(wake)
            throw error
        }
        self.port = loop.port
        thread = Mutex(try Self.launch(loop))
    }

    deinit { close(wake) }

    /// Ends the loop and waits for it; the second call does nothing.
    func stop() {
        thread.withLock { thread in
            guard let running = thread else { return }
            eventfd_write(wake, 1)
            pthread_join(running, nil)
            thread = nil
        }
    }

    /// Signals are for the program's own threads: a new thread inherits the mask of its maker.
    private static func launch(_ loop: HTTPLoop) throws(Problem) -> pthread_t {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(loop)
        let failure = pthread_create(&thread, nil, run, context.toOpaque())
        guard failure == 0 else {
            context.release()
            throw problem("a thread", failure)
        }
        return thread
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { context in
            guard let context else { return nil }
            Unmanaged<HTTPLoop>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }

    private static func problem(_ what: String, _ code: Int32) -> Problem {
        Problem(.internal, "\(what) cannot be had: \(String(cString: strerror(code)))")
    }
}
