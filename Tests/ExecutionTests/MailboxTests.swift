// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

@testable import Execution

/// What other threads leave for the one that drives the engine.
@Suite(.timeLimit(.minutes(5))) struct MailboxTests {
    private struct StandingClock: Clock {
        let now = Timestamp(milliseconds: 0)
        let monotonicMilliseconds: Int64 = 0
    }

    @Test func `what was posted is taken once, in its order`() throws {
        let mailbox = Mailbox(try HTTPLoop(clock: StandingClock()).bell)
        for number in Int64(1)...3 { mailbox.post(.stop(.signal(Int32(number)))) }
        #expect(mailbox.take().map(Self.number) == [1, 2, 3])
        #expect(mailbox.take().isEmpty)
    }

    private static func number(_ event: Event) -> Int32 {
        if case .stop(.signal(let number), _) = event { number } else { 0 }
    }
}
