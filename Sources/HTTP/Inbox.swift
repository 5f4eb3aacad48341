// SPDX-License-Identifier: MIT

import Synchronization

/// What other threads leave for the engine's thread.
final class Inbox: Sendable {
    /// What the engine's thread takes out at once.
    struct Mail {
        var submissions: [Submission] = []
        var cancelled: Set<TransferID> = []
        var isStopping = false

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
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell: Bell

    init(_ bell: Bell) { self.bell = bell }

    /// Leaves requests; those it gives back the engine will never see.
    func post(_ submissions: [Submission]) -> (refused: ArraySlice<Submission>, why: Refusal)? {
        let refusal: (ArraySlice<Submission>, Refusal)? = state.withLock { state in
            if state.isClosed { return (submissions[...], .closed) }
            let taken = state.mail.submissions.count + state.waiting
            let room = max(0, Limits.waitingRequestsMax - taken)
            state.mail.submissions += submissions.prefix(room)
            return submissions.count > room ? (submissions.dropFirst(room), .full) : nil
        }
        bell.ring()
        return refusal
    }

    func cancel(_ id: TransferID) {
        state.withLock { state in
            if !state.isClosed { state.mail.cancelled.insert(id) }
        }
        bell.ring()
    }

    func stop() {
        state.withLock { $0.mail.isStopping = true }
        bell.ring()
    }

    /// Swaps the mail for an emptied one, so that neither side allocates.
    ///
    /// - Parameter waiting: how many requests the engine has not begun without those.
    func take(into mail: inout Mail, waiting: Int) {
        mail.empty()
        state.withLock { state in
            swap(&state.mail, &mail)
            state.waiting = waiting + mail.submissions.count
        }
    }

    /// Takes the last mail; later posts are refused.
    func close() -> [Submission] {
        state.withLock { state in
            state.isClosed = true
            defer { state.mail.empty() }
            return state.mail.submissions
        }
    }
}
