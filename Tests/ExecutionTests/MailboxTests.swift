// SPDX-License-Identifier: MIT

import Audit
import Model
import Testing

@testable import Execution

/// What the engine's thread waits for.
///
/// Without a time limit: beside the simulation, which takes every thread, it says nothing.
@Suite struct MailboxTests {
    private static let forever: Int64 = 3_600_000

    private static func answer(_ number: Int64) -> Event {
        .ended(
            Ticket(number), lane: 0, .answer(Answer(status: 204)), durationMicroseconds: 1)
    }

    @Test func `as many answers as are awaited end the wait, in their order`() {
        let mailbox = Mailbox()
        for number in Int64(1)...3 { mailbox.post(Self.answer(number)) }
        let taken = mailbox.take(within: Self.forever, answers: 3)
        #expect(taken.map(Self.number) == [1, 2, 3])
        #expect(mailbox.take(within: 0, answers: 1).isEmpty)
    }

    private static func number(_ event: Event) -> Int64 {
        if case .ended(let ticket, _, _, _) = event { ticket.number } else { 0 }
    }

    @Test func `anything else ends it at once, and brings the answers along`() {
        let mailbox = Mailbox()
        mailbox.post(Self.answer(1))
        mailbox.post(.committed([], superseded: [:]))
        #expect(mailbox.take(within: Self.forever, answers: 32).count == 2)
    }

    @Test func `when its time is over, fewer answers are taken too`() {
        let mailbox = Mailbox()
        mailbox.post(Self.answer(1))
        #expect(mailbox.take(within: 1, answers: 32).count == 1)
    }
}
