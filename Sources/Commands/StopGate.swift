// SPDX-License-Identifier: MIT

import Audit
import Execution
import SQLite

/// Tells `rescind stop` when nothing new of a run leaves any more.
struct StopGate {
    private let lock: SendingLock
    /// Where the log stood before the runs were opened: a stop after that is for them.
    let begunAt: Int64
    private var stopped: Set<Int64> = []

    init(_ lock: SendingLock, _ runs: [Int64], _ connection: Connection) throws {
        self.lock = lock
        begunAt = try Log.size(connection)
        for run in runs { lock.beginSending(run) }
    }

    /// Called a few times a second.
    mutating func update(_ engine: borrowing Engine) {
        for course in engine.courses where course.stopped != nil {
            guard let run = course.run else { continue }
            // What the network was given just before has left by the next time.
            if !stopped.insert(run).inserted { lock.endSending(run) }
        }
    }
}
