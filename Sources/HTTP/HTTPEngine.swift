// SPDX-License-Identifier: MIT

package import Model
import Synchronization

/// Sends requests with libcurl on one thread of its own.
///
/// Every request that is submitted is answered exactly once, and every request that leaves this
/// process does so at most once: when libcurl would send one again, it is stopped.
package final class HTTPEngine: Sendable {
    private let inbox: Inbox
    private let thread: EngineThread
    private let clock: any Clock
    private let ids = Atomic<UInt64>(0)

    package init(clock: any Clock, inFlightMax: Int = Limits.inFlightMax) throws(Problem) {
        let loop = try HTTPLoop(clock: clock, inFlightMax: inFlightMax)
        let inbox = Inbox(loop.bell)
        guard let thread = EngineThread({ Self.run(loop, inbox) }) else {
            throw Problem(.internal, "no thread for HTTP can be started")
        }
        self.inbox = inbox
        self.thread = thread
        self.clock = clock
    }

    deinit { shutdown() }

    /// Runs until the inbox says stop; then everything outstanding has been answered.
    private static func run(_ loop: HTTPLoop, _ inbox: Inbox) {
        var mail = Inbox.Mail()
        while true {
            inbox.take(into: &mail, waiting: loop.waitingCount)
            if mail.isStopping { break }
            for submission in mail.submissions { loop.take(submission) }
            if !mail.cancelled.isEmpty { loop.cancel(mail.cancelled) }
            loop.turn()
            loop.rest()
        }
        loop.shutdown()
        for submission in mail.submissions + inbox.close() { loop.refuse(submission, .closed) }
    }

    /// Sends a request; callable from any thread.
    ///
    /// The completion runs on the engine's thread and holds up every other request while it does;
    /// it may submit. A request that cannot even be queued (too many wait, or the engine is shut
    /// down) is answered before this returns, on the caller's thread.
    @discardableResult
    package func submit(
        _ request: Request, options: Options = Options(),
        completion: @escaping @Sendable (Exchange) -> Void
    ) -> TransferID {
        let id = nextID()
        submit(request, options, id, completion)
        return id
    }

    /// Asks that a request be given up; it is still answered once, perhaps with its real answer.
    package func cancel(_ id: TransferID) { inbox.cancel(id) }

    /// Sends a request and waits; cancelling the task gives the request up.
    package func send(_ request: Request, options: Options = Options()) async -> Exchange {
        let id = nextID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(request, options, id) { continuation.resume(returning: $0) }
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Answers everything outstanding as cancelled and ends the engine's thread.
    ///
    /// Returns when all completions have run; called from a completion it only begins the end.
    package func shutdown() {
        inbox.stop()
        thread.join()
    }

    private func nextID() -> TransferID {
        TransferID(number: ids.add(1, ordering: .relaxed).newValue)
    }

    private func submit(
        _ request: Request, _ options: Options, _ id: TransferID,
        _ completion: @escaping @Sendable (Exchange) -> Void
    ) {
        let submission = Submission(
            id: id, request: request, options: options, completion: completion)
        if let why = inbox.post(submission) { submission.refuse(why, at: clock.now) }
    }
}
