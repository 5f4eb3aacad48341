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
        guard let running = WorkerThread.start({ loop.run() }) else {
            throw Self.problem("a thread", EAGAIN)
        }
        thread = Mutex(running)
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

    private static func problem(_ what: String, _ code: Int32) -> Problem {
        Problem(.internal, "\(what) cannot be had: \(String(cString: strerror(code)))")
    }
}
