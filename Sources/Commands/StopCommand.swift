// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Model

/// `rescind stop [RUN]`: ends a running apply after what is in flight.
enum StopCommand {
    /// A process that sends looks for it several times a second; one that hangs never does.
    private static let waitMilliseconds: Int64 = 30_000

    static func perform(_ workplace: Workplace) throws -> Finish {
        let connection = try workplace.writer()
        var number: Int64?
        if let reference = workplace.invocation[Arguments.run] {
            number = try workplace.run(reference, in: RunReader(connection)).run
        }
        // The sending process watches the record for this act, so the wish is evidence too.
        try Act(
            .stop, run: number, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket
        ).record(on: connection)
        try workplace.seal(connection)
        guard
            SendingLock.waitUntilEnded(
                number, of: workplace.auditPath, milliseconds: waitMilliseconds)
        else {
            throw Problem(
                .locked,
                "the stop is on record, and what is sending did not see it for 30 s",
                at: workplace.auditPath, next: "see whether its process hangs, and end it")
        }
        return Finish(
            run: number.map { Int($0) },
            lines: ["Whatever is sending stops after what is in flight; apply continues it."])
    }
}
