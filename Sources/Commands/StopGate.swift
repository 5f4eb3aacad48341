// SPDX-License-Identifier: MIT

import Execution

/// Tells `rescind stop` when nothing new of a run leaves any more.
struct StopGate {
    private let lock: SendingLock
    /// Where the log stood when the process began to wait for its turn: a stop after that is for it.
    let begunAt: Int64
    private var stopped: Set<Int64> = []

    init(_ lock: SendingLock, _ runs: [Int64], begunAt: Int64) {
        (self.lock, self.begunAt) = (lock, begunAt)
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
