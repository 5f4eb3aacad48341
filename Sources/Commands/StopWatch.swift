// SPDX-License-Identifier: MIT

import Audit
import Execution
import SQLite

/// Looks in the record for `rescind stop`: the act itself is the signal, so it is evidence too.
struct StopWatch {
    private let runs: RunReader
    private let run: Int64?
    private let begunAt: Int64

    init(_ connection: Connection, run: Int64?) throws {
        runs = RunReader(connection)
        self.run = run
        begunAt = try Log.size(connection)
    }

    func reason() throws -> StopReason? {
        try runs.stopAsked(run, after: begunAt).map(StopReason.command)
    }
}
