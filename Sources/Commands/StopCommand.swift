// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Model

/// `rescind stop [RUN]`: ends a running apply after what is in flight.
enum StopCommand {
    /// A process that sends looks for it several times a second; one that hangs never does.
    private static let waitMilliseconds: Int64 = 30_000

    static func perform(_ workplace: Workplace) throws -> Finish {
        // A record that is not there must not come to be by a wish.
        _ = try workplace.reader()
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
        let sender = SendingLock.holder(beside: workplace.auditPath)
        let isMeant = sender.map { sender in number.map(sender.isSending) ?? true } ?? false
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
            run: number.map { Int($0) }, members: [JSON.Member("sending", .bool(isMeant))],
            lines: [Self.words(sender, isMeant)])
    }

    private static func words(_ sender: SendingLock.Holder?, _ isMeant: Bool) -> Line {
        guard let sender else {
            return "Nothing is sending. A confirm that is looking ends, too."
        }
        return isMeant
            ? "Nothing new is sent any more: \(sender.words). apply continues it."
            : "Nothing of that run is being sent. What is: \(sender.words)"
    }
}
