// SPDX-License-Identifier: MIT

import Glibc
import Model
import Synchronization

/// The signals that ask the process to end, delivered on a thread where anything may be done.
///
/// The handler only writes one byte to a pipe, the one thing POSIX lets it do safely; a thread
/// of its own reads the pipe. The first signal goes to whoever said it can end in order, the
/// second, or the first where nobody did, ends the process at once.
package final class Signals: Sendable {
    package typealias Receiver = @Sendable (_ signal: Int32) -> Void

    private struct State {
        var received: [Int32] = []
        var inOrder: Receiver?
        var atOnce: Receiver?
    }

    private let state = Mutex(State())

    package init() {}

    /// The first signal that came; nil while there is none.
    package var first: Int32? { state.withLock { $0.received.first } }

    /// How many have come.
    package var count: Int { state.withLock { $0.received.count } }

    /// Says what ends the process without delay.
    package func atOnce(_ receiver: @escaping Receiver) { state.withLock { $0.atOnce = receiver } }

    /// Runs work that ends in order by itself after a first signal; a second ends it at once.
    package func inOrder<Result>(
        _ receiver: @escaping Receiver, while work: () async throws -> Result
    ) async rethrows -> Result {
        state.withLock { $0.inOrder = receiver }
        defer { state.withLock { $0.inOrder = nil } }
        return try await work()
    }

    /// Takes a signal as if the system had sent it.
    package func receive(_ signal: Int32) {
        let receiver = state.withLock { state in
            state.received.append(signal)
            return state.received.count == 1 ? state.inOrder ?? state.atOnce : state.atOnce
        }
        receiver?(signal)
    }
}

/// Where the handler writes; set before it is installed, for a handler may not allocate.
private let handlerPipe = Atomic<Int32>(-1)

extension Signals {
    /// The signals that mean end; others keep what the system does with them.
    package static let asked = [SIGINT, SIGTERM, SIGHUP]

    /// Makes a reader who leaves an error of the write that we can see.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Begins to receive.
    ///
    /// What the parent ignores stays ignored, as `nohup` and a shell's background want it.
    package func install() {
        Self.ignoreBrokenPipes()
        // A file that may not grow is an error we can say; the default ends us without a word.
        signal(SIGXFSZ, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard startReader(ends[0]) else { return }
        // The reading end blocks for the thread; the writing end must never block the handler.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        handlerPipe.store(ends[1], ordering: .sequentiallyConsistent)
        for number in Self.asked { Self.install(number) }
    }

    private static func install(_ number: Int32) {
        var before = sigaction()
        sigaction(number, nil, &before)
        if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
        {
            return
        }
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { number in
            let interrupted = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(handlerPipe.load(ordering: .relaxed), &byte, 1)
            errno = interrupted
        }
        sigaction(number, &action, nil)
    }

    private func startReader(_ descriptor: Int32) -> Bool {
        let reader = WorkerThread.start {
            while true {
                var byte: UInt8 = 0
                let count = read(descriptor, &byte, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { return }
                self.receive(Int32(byte))
            }
        }
        return reader.map { pthread_detach($0) } != nil
    }

    /// How long an ending at once may take; after that nothing is said any more.
    static let lastWordsMillisecondsMax: UInt32 = 1000

    /// Ends by the signal soon, whatever the rest of the process is doing.
    ///
    /// Without it a reader that stopped reading would keep us in a write for ever, and a
    /// terminate would have no effect.
    static func endSoon(by number: Int32) {
        let ending = WorkerThread.start {
            usleep(lastWordsMillisecondsMax * 1000)
            end(by: number)
        }
        if let ending { pthread_detach(ending) }
    }

    /// Ends the process by the signal itself.
    ///
    /// A shell then sees 128+n, and the script or loop around us stops on Ctrl-C too, which it
    /// would not after a plain exit with the same number.
    package static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        kill(getpid(), number)
        _exit(128 + number)
    }
}
