// SPDX-License-Identifier: MIT

import Audit
package import Model
import SQLite

/// What an account had planned on the last day before a run on which it had anything planned.
package struct NightBefore: Sendable, Equatable {
    package let planned: Int64
    package let day: CivilDate
    /// Whether that was yesterday, seen from the run.
    package let isYesterday: Bool

    /// `the night before`, or the day it was.
    var words: String { isYesterday ? "the night before" : "on \(LocalTime.words(day))" }
}

/// The runs before a run, as far as a report compares itself with them.
///
/// Only what never changes is compared, so that a report at an older position stays what it was.
struct Neighbours {
    private let connection: Connection
    private let run: RunRecord
    /// What each account had planned in the runs before, by the day they were for.
    private let before: [(day: String, planned: [String: Int64])]

    /// How many runs back an account is looked for.
    static let runsBackMax: Int64 = 30

    init(_ run: RunRecord, _ connection: Connection) throws {
        self.run = run
        self.connection = connection
        let reader = RunReader(connection)
        before = try (max(1, run.run - Self.runsBackMax)..<run.run).compactMap {
            try reader.run($0).map { ($0.asOf, $0.plannedByAccount) }
        }
    }

    /// The largest plan of the account's last day: what else ran that day was a retry or a trial.
    func nightBefore(_ account: String) -> NightBefore? {
        let nights = before.filter { $0.day < run.asOf && $0.planned[account, default: 0] > 0 }
        guard let last = nights.map(\.day).max(), let day = CivilDate(last) else { return nil }
        let planned =
            before.lazy.filter { $0.day == last }
            .map { $0.planned[account, default: 0] }.max() ?? 0
        let days = CivilDate(run.asOf).map { $0.daysSinceEpoch - day.daysSinceEpoch }
        return NightBefore(planned: planned, day: day, isYesterday: days == 1)
    }

    /// The first of the runs in a row that were made with this job; nil where it is this run.
    func jobUnchangedSince() throws -> Int64? {
        guard let job = run.jobSHA256 else { return nil }
        let changed = try connection.first(
            "SELECT max(run) FROM run WHERE run < ? AND job_sha256 IS NOT ?", run.run, job
        ) { $0.intOrNil(0) }
        let since = try connection.first(
            "SELECT min(run) FROM run WHERE run > ? AND run < ?", (changed ?? nil) ?? 0, run.run
        ) { $0.intOrNil(0) }
        return since ?? nil
    }

    /// The run just before, where it was made with another job.
    func jobChangedSince() throws -> Int64? {
        guard let job = run.jobSHA256 else { return nil }
        return try connection.first(
            """
            SELECT run FROM run WHERE run = (SELECT max(run) FROM run WHERE run < ?)
                AND job_sha256 IS NOT ?
            """, run.run, job
        ) { $0.int(0) }
    }
}
