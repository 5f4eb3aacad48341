// SPDX-License-Identifier: MIT

import Audit
import Formats
package import Job
package import Model
package import SQLite

/// The last run of the same job: what tonight's numbers are compared with.
package struct PreviousRun: Sendable {
    /// So many runs of other jobs in the same record are looked past.
    static let runsSearchedMax = 200

    package let run: Int64
    package let createdAt: Timestamp
    /// How many items of each account it planned.
    package let planned: [String: Int64]

    /// The newest run of a job that was not abandoned; nil when it has none yet.
    package static func of(_ job: Job, on connection: Connection) throws -> PreviousRun? {
        let runs = try connection.all(
            "SELECT run FROM run ORDER BY run DESC LIMIT ?",
            Int64(runsSearchedMax)
        ) { $0.int(0) }
        for number in runs {
            let reader = RunReader(connection)
            guard let run = try reader.run(number), run.plan["job"]?.string == job.file,
                try reader.status(number) != "abandoned"
            else { continue }
            return PreviousRun(run)
        }
        return nil
    }

    private init(_ record: RunRecord) {
        run = record.run
        createdAt = record.createdAt
        planned = record.plannedByAccount
    }
}
