// SPDX-License-Identifier: MIT

import Audit
package import Job
package import Model
import Providers
package import SQLite

/// What confirming came to: counts of this process, and what is still open on the record.
package struct ConfirmSummary: Sendable, Equatable {
    /// Looks this process made that were answered.
    package var looked: Int64 = 0
    /// Items this process saw done.
    package var confirmed: Int64 = 0
    /// Where everything stands on the record.
    package private(set) var standing = RunStanding()
    /// The first of them, the longest overdue at the head.
    package var overdueItems: [OverdueItem] = []
    /// Not cancelled after all, as this process saw.
    package var failed: Int64 = 0
    /// The first of them.
    package var failures: [Contradiction] = []
    /// When the next look at something open is due.
    package var nextLook: Timestamp?

    /// Reads the record as it stands after `engine` ended; nil as `run` is every run.
    package init(
        _ engine: borrowing Engine, run: Int64?, now: Timestamp, _ connection: Connection
    ) throws {
        let pauses = engine.lanes.compactMap { lane in
            lane.setup.lookEveryMilliseconds.map { (lane.setup.account, $0) }
        }
        try self.init(
            run: run, now: now, lookEvery: Dictionary(pauses, uniquingKeysWith: { $1 }), connection)
        for progress in engine.progress(Moment(wall: now, monotonic: 0)) {
            looked += Int64(progress.looked)
            confirmed += Int64(progress.confirmed)
            failed += Int64(progress.contradicted)
            failures += progress.contradictions
        }
    }

    /// - Parameter lookEvery: by account, what replaces its provider's pauses, in milliseconds.
    package init(
        run: Int64?, now: Timestamp, lookEvery: [String: Int64] = [:], _ connection: Connection
    ) throws {
        let (first, last) = (run ?? 0, run ?? Int64.max)
        standing = try RunStanding.all(from: first, to: last, now: now, connection).values
            .reduce(RunStanding(), +)
        if overdue > 0 { overdueItems = try OverdueItem.first(first, last, now, connection) }
        if open > 0 { nextLook = try NextLook.due(first, last, now, lookEvery, connection) }
    }

    package var open: Int64 { standing.open }
    package var overdue: Int64 { standing.overdue }
    package var notConfirmable: Int64 { standing.notConfirmable }
    package var states: [ItemState: Int64] { standing.states }
}

extension ConfirmSummary {
    /// The exit code; `waited` says that `--wait` was given.
    package func exit(
        laneEnds: [(account: String, end: LaneEnd)], stop: StopReason?, waited: Bool,
        accept: Accept
    ) -> ExitCode {
        var codes: [ExitCode] = []
        if case .storage(let problem)? = stop {
            codes.append(problem.exit)
        } else if stop != nil {
            codes.append(.stopped)
        } else if let exit = laneEnds.exit {
            codes.append(exit)
        }
        if standing.doubt > 0 { codes.append(.doubt) }
        if accept.isExceeded(by: standing.standing, of: states) { codes.append(.refusals) }
        if overdue > 0 || waited && open > 0 { codes.append(.overdue) }
        return ExitCode.worst(of: codes)
    }
}
