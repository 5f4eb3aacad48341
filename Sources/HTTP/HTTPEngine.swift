// SPDX-License-Identifier: MIT

import CCurl
import Glibc
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

    private static let library = LoadedLibrary(
        "libcurl", package: "libcurl4", missing: rescind_load_curl())

    /// Whether libcurl is ready; it must be told before the first thread uses it.
    private static let isReady: Bool = {
        // libcurl would write the keys of every connection, and so our secrets, to that file.
        unsetenv("SSLKEYLOGFILE")
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    package init(clock: any Clock, inFlightMax: Int = Limits.inFlightMax) throws(Problem) {
        try Self.library.check()
        guard Self.isReady, let multi = curl_multi_init() else {
            throw Problem(.internal, "libcurl cannot be started")
        }
        let inFlightMax = min(max(inFlightMax, 1), Limits.inFlightMax)
        // What is open at most, idle connections included.
        _ = rescind_multi_set_long(multi, CURLMOPT_MAXCONNECTS, inFlightMax)
        let inbox = Inbox(waking: multi)
        let loop = Loop(multi: multi, inbox: inbox, clock: clock, inFlightMax: inFlightMax)
        guard let thread = EngineThread({ loop.run() }) else {
            throw Problem(.internal, "no thread for HTTP can be started")
        }
        self.inbox = inbox
        self.thread = thread
        self.clock = clock
    }

    deinit { shutdown() }

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

    /// A request that is handed over with others.
    package typealias Order = (
        request: Request, options: Options, completion: @Sendable (Exchange) -> Void
    )

    /// Sends several requests like `submit`; the engine's thread is woken once for all of them.
    package func submit(_ orders: [Order]) {
        post(
            orders.map {
                Submission(
                    id: nextID(), request: $0.request, options: $0.options,
                    completion: $0.completion)
            })
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
        post([Submission(id: id, request: request, options: options, completion: completion)])
    }

    private func post(_ submissions: [Submission]) {
        guard let (refused, why) = inbox.post(submissions) else { return }
        let failure =
            switch why {
            case .full: NoAnswer.refused("\(Limits.waitingRequestsMax) requests wait already")
            case .closed: NoAnswer(.cancelled, .notSent, "the engine was shut down")
            }
        for submission in refused {
            submission.completion(Exchange(unsent: failure, at: clock.now))
        }
    }
}
