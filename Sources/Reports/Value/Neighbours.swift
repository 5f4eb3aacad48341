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
    let connection: Connection
    let run: RunRecord

    /// How many runs back an account is looked for.
    static let runsBackMax: Int64 = 30

    /// The largest plan of the account's last day: what else ran that day was a retry or a trial.
    func nightBefore(_ account: String) throws -> NightBefore? {
        let found = try connection.first(
            """
            SELECT as_of, (SELECT count(*) FROM item INDEXED BY item_to_send
                WHERE item.run = run.run AND account = ?1 AND item.state = 'planned') AS planned
            FROM run WHERE run < ?2 AND run >= ?2 - ?3 AND planned > 0
                AND as_of = (SELECT max(as_of) FROM run WHERE run < ?2 AND run >= ?2 - ?3
                    AND as_of < ?4 AND EXISTS (SELECT 1 FROM item INDEXED BY item_to_send
                    WHERE item.run = run.run AND account = ?1 AND item.state = 'planned'))
            ORDER BY 2 DESC LIMIT 1
            """, account, run.run, Self.runsBackMax, run.asOf
        ) { ($0.text(0), $0.int(1)) }
        guard let (text, planned) = found, let day = CivilDate(text) else { return nil }
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
