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
    /// Not seen done yet, within the provider's own time.
    package var open: Int64 = 0
    /// Not seen done although the provider's own time is over; looks have stopped.
    package var overdue: Int64 = 0
    /// The earliest moment at which one of them became overdue.
    package var overdueSince: Timestamp?
    /// Asked for at a provider that never says a word for "cancelled".
    package var notConfirmable: Int64 = 0
    package var states: [ItemState: Int64] = [:]
    /// Those of them that a person has closed.
    package var closed: [ItemState: Int64] = [:]

    /// Reads the record as it stands after `engine` ended; nil as `run` is every run.
    package init(
        _ engine: borrowing Engine, run: Int64?, now: Timestamp, _ connection: Connection
    ) throws {
        try self.init(run: run, now: now, connection)
        for progress in engine.progress(Moment(wall: now, monotonic: 0)) {
            looked += Int64(progress.looked)
            confirmed += Int64(progress.confirmed)
        }
    }

    package init(run: Int64?, now: Timestamp, _ connection: Connection) throws {
        let (first, last) = (run ?? 0, run ?? Int64.max)
        closed = try RunReader(connection).closed(from: first, to: last)
        try connection.each(
            """
            SELECT coalesce(now.state, item.state), count(*) FROM item
            LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run >= ? AND item.run <= ? GROUP BY 1
            """, first, last
        ) { row in
            if let state = ItemState(rawValue: row.text(0)) { states[state] = row.int(1) }
        }
        try connection.each(
            """
            SELECT item.provider, now.state, now.requested_at + \(Self.timesSQL) <= ?3, count(*),
                min(now.requested_at + \(Self.timesSQL))
            FROM item_state now JOIN item ON item.run = now.run AND item.no = now.no
            WHERE now.run >= ?1 AND now.run <= ?2 AND \(ConfirmQueue.open) GROUP BY 1, 2, 3
            """, first, last, now.milliseconds
        ) { row in
            count(
                ProviderName(rawValue: row.text(0)), ItemState(rawValue: row.text(1)),
                isPast: row.int(2) == 1, row.int(3), since: row.int(4))
        }
    }

    private mutating func count(
        _ provider: ProviderName?, _ state: ItemState?, isPast: Bool, _ items: Int64, since: Int64
    ) {
        guard let facts = provider?.provider.facts else { return }
        guard facts.looks != nil, facts.isConfirmable || !isPast || state == .inDoubt else {
            return notConfirmable += items
        }
        guard isPast else { return open += items }
        overdue += items
        let since = Timestamp(milliseconds: since)
        overdueSince = min(overdueSince ?? since, since)
    }

    /// Each provider's own time in milliseconds.
    private static let timesSQL: String = {
        let times = ProviderName.allCases.map { name in
            let seconds = name.provider.facts.looks?.overdueSeconds ?? 0
            return "WHEN '\(name.rawValue)' THEN \(Int64(seconds) * 1000)"
        }
        return "CASE item.provider \(times.joined(separator: " ")) ELSE 0 END"
    }()
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
        } else if stop != nil || !laneEnds.isEmpty {
            codes.append(.stopped)
        }
        let standing = states.merging(closed) { $0 - $1 }
        if standing[.inDoubt, default: 0] + standing[.sending, default: 0] > 0 {
            codes.append(.doubt)
        }
        if accept.isExceeded(by: standing, of: states) { codes.append(.refusals) }
        if overdue > 0 || waited && open > 0 { codes.append(.overdue) }
        return ExitCode.worst(of: codes)
    }
}
