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

    private struct State {
        var mail = Mail()
        /// Requests the engine has taken over and not begun.
        var waiting = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell: Bell

    init(_ bell: Bell) { self.bell = bell }

    /// Leaves a request; one that is refused the engine will never see.
    func post(_ submission: Submission) -> Refusal? {
        let refusal: Refusal? = state.withLock { state in
            if state.isClosed { return .closed }
            let taken = state.mail.submissions.count + state.waiting
            if taken >= Limits.waitingRequestsMax { return .full }
            state.mail.submissions.append(submission)
            return nil
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
