// SPDX-License-Identifier: MIT

import Audit
import Execution
import SQLite

/// Looks in the record for `rescind stop`: the act itself is the signal, so it is evidence too.
struct StopWatch {
    private let reader: RunReader
    let runs: [Int64?]
    private let begunAt: Int64

    /// `begunAt` is where the log stood when the work began; nil for now.
    init(_ connection: Connection, runs: [Int64?], begunAt: Int64?) throws {
        reader = RunReader(connection)
        self.runs = runs
        self.begunAt = try begunAt ?? Log.size(connection)
    }

    /// One event for each run that is to stop.
    func events() throws -> [Event] {
        try runs.compactMap { run in
            try reader.stopAsked(run, after: begunAt).map { .stop(.command($0), run: run) }
        }
    }
}
