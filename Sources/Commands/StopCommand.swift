// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Model

/// `rescind stop [RUN]`: ends a running apply after what is in flight.
enum StopCommand {
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
        return Finish(
            run: number.map { Int($0) },
            lines: ["Whatever is sending stops after what is in flight; apply continues it."])
    }
}
