// SPDX-License-Identifier: MIT

import Audit
import SQLite

/// The runs before a run, as far as a report compares itself with them.
struct Neighbours {
    let connection: Connection
    let run: RunRecord

    /// How many runs back an account is looked for.
    static let runsBackMax: Int64 = 30

    /// What an account had planned in its newest run before this one.
    func plannedBefore(_ account: String) throws -> Int64? {
        try connection.first(
            """
            SELECT (SELECT count(*) FROM item INDEXED BY item_to_send
                WHERE item.run = run.run AND account = ?1 AND item.state = 'planned') AS planned
            FROM run WHERE run < ?2 AND run >= ?2 - ?3 AND planned > 0 AND EXISTS
                (SELECT 1 FROM item INDEXED BY item_to_send
                WHERE item.run = run.run AND account = ?1 AND item.state = 'planned')
            ORDER BY run DESC LIMIT 1
            """, account, run.run, Self.runsBackMax
        ) { $0.int(0) }
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
}
