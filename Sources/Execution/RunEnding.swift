// SPDX-License-Identifier: MIT

package import Job
package import Model

/// How an apply came to its end, and what that means for the exit code.
package struct RunEnding: Sendable, Equatable {
    package enum Status: String, Sendable { case finished, stopped }

    package var status: Status
    package var exit: ExitCode
    /// Why it stopped before the end; nil when it did not.
    package var stopped: String?
    /// Set when a signal ended it.
    package var signal: Int32?

    package init(
        states: [ItemState: Int64], closed: [ItemState: Int64] = [:],
        laneEnds: [(account: String, end: LaneEnd)], stop: StopReason?, accept: Accept,
        overdue: Int64 = 0
    ) {
        let standing = states.merging(closed) { $0 - $1 }
        let unsent = states[.planned, default: 0]
        stopped =
            stop?.words ?? laneEnds.words
            ?? (unsent > 0 ? "\(unsent) items could not be looked at before they are sent" : nil)
        status = stopped == nil ? .finished : .stopped
        signal = stop?.signal
        var codes: [ExitCode] = []
        if case .storage(let problem)? = stop {
            codes.append(problem.exit)
        } else if stop != nil {
            codes.append(.stopped)
        } else if stopped != nil {
            codes.append(laneEnds.exit ?? .stopped)
        }
        if standing[.inDoubt, default: 0] + standing[.sending, default: 0] > 0 {
            codes.append(.doubt)
        }
        if accept.isExceeded(by: standing, of: states) { codes.append(.refusals) }
        if overdue > 0 { codes.append(.overdue) }
        exit = ExitCode.worst(of: codes)
    }

    /// That of a run as it stands, whatever ended its apply.
    package init(_ standing: RunStanding, accept: Accept) {
        self.init(
            states: standing.states, closed: standing.closed, laneEnds: [], stop: nil,
            accept: accept)
    }
}

extension Accept {
    /// Whether more went wrong than the job accepts, as shares of what was planned.
    ///
    /// `standing` is what nobody has closed yet.
    func isExceeded(
        by standing: [ItemState: Int64], of states: [ItemState: Int64]
    ) -> Bool {
        let whole = ItemState.allCases.filter(\.wasPlanned).reduce(0) {
            $0 + states[$1, default: 0]
        }
        func exceeds(_ tolerance: Tolerance, _ state: ItemState) -> Bool {
            tolerance.isExceeded(by: Int(standing[state, default: 0]), of: Int(whole))
        }
        return exceeds(refused, .refused) || exceeds(notFound, .notFound)
            || exceeds(failed, .failed)
    }
}

extension ItemState {
    /// Whether an item in this state was chosen to be sent when the plan was made.
    package var wasPlanned: Bool {
        switch self {
        case .unreadable, .duplicate, .settled, .held: false
        default: true
        }
    }
}

extension StopReason {
    package var words: String {
        switch self {
        case .signal(let number): "signal \(signalName(number))"
        case .command(let who): "rescind stop by \(who)"
        case .deadline: "the deadline came"
        case .failures(let sentence): sentence
        case .storage(let problem): problem.what
        }
    }

    var signal: Int32? {
        if case .signal(let number) = self { number } else { nil }
    }
}

extension [(account: String, end: LaneEnd)] {
    /// Every lane that ended, with its reason; nil when none did.
    fileprivate var words: String? {
        isEmpty ? nil : map { "\($0.account): \($0.end.reason)" }.joined(separator: "; ")
    }
}
