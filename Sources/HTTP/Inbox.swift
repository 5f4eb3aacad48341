// SPDX-License-Identifier: MIT

import CCurl
import Synchronization

/// What other threads leave for the engine's thread.
final class Inbox: Sendable {
    /// What the engine's thread takes out at once.
    struct Mail {
        var submissions: [Submission] = []
        var cancelled: Set<TransferID> = []
        var isStopping = false

        var isEmpty: Bool { submissions.isEmpty && cancelled.isEmpty && !isStopping }

        mutating func empty() {
            submissions.removeAll(keepingCapacity: true)
            cancelled.removeAll(keepingCapacity: true)
        }
    }

    enum Refusal {
        case full
        case closed
    }

    private struct State {
        var mail = Mail()
        /// Requests the engine has taken over and not begun.
        var waiting = 0
        var isAsleep = false
        var isClosed = false
    }

    // `curl_multi_wakeup` is the one call that libcurl allows from any thread.
    // Safe: the pointer serves that call alone, and `close` ends its use before it is freed.
    private struct Bell: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer
    }

    private let state = Mutex(State())
    private let bell: Bell

    init(waking multi: UnsafeMutableRawPointer) { bell = Bell(multi: multi) }

    /// Leaves requests; those it gives back the engine will never see.
    func post(_ submissions: [Submission]) -> (refused: ArraySlice<Submission>, why: Refusal)? {
        state.withLock { state in
            if state.isClosed { return (submissions[...], .closed) }
            let taken = state.mail.submissions.count + state.waiting
            let room = max(0, Limits.waitingRequestsMax - taken)
            state.mail.submissions += submissions.prefix(room)
            ring(&state)
            return submissions.count > room ? (submissions.dropFirst(room), .full) : nil
        }
    }

    func cancel(_ id: TransferID) {
        state.withLock { state in
            if state.isClosed { return }
            state.mail.cancelled.insert(id)
            ring(&state)
        }
    }

    func stop() {
        state.withLock { state in
            state.mail.isStopping = true
            ring(&state)
        }
    }

    /// Swaps the mail for an emptied one, so that neither side allocates.
    func take(into mail: inout Mail) {
        mail.empty()
        state.withLock { state in
            state.isAsleep = false
            swap(&state.mail, &mail)
            state.waiting += mail.submissions.count
        }
    }

    /// Whether there is nothing to do; from then on until `take`, mail rings the bell.
    func fallAsleep(waiting: Int) -> Bool {
        state.withLock { state in
            state.waiting = waiting
            state.isAsleep = state.mail.isEmpty
            return state.isAsleep
        }
    }

    /// Takes the last mail; later posts are refused and nobody rings any more.
    func close() -> [Submission] {
        state.withLock { state in
            state.isClosed = true
            defer { state.mail.empty() }
            return state.mail.submissions
        }
    }

    /// Wakes the engine's thread, once for any amount of mail.
    ///
    /// libcurl keeps a wakeup that comes before curl_multi_poll has begun to wait, so there is
    /// no gap between `fallAsleep` and sleep.
    private func ring(_ state: inout State) {
        guard state.isAsleep, !state.isClosed else { return }
        state.isAsleep = false
        curl_multi_wakeup(bell.multi)
    }
}
