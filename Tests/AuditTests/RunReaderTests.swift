// SPDX-License-Identifier: MIT

import Audit
import Model
import Testing

/// What an apply asks of its run before it begins and when it has ended.
@Suite struct RunReaderTests {
    @Test func `a run has something to send until each item came to an end or was closed`() throws {
        let night = try Night()
        let run = try night.plan(items: 5)
        let runs = RunReader(night.connection)
        #expect(try runs.hasUnsent(run))
        try night.cancel(1, run: run)
        try night.cancel(2, run: run, as: .refused)
        try night.cancel(3, run: run, as: .inDoubt)
        #expect(try runs.hasUnsent(run))
        try night.cancel(4, run: run, as: .notFound)
        #expect(try runs.hasUnsent(run), "one is in doubt")
        try night.act(.resolve, run: run, no: 3)
        #expect(try !runs.hasUnsent(run))
    }

    @Test func `the plan and where its accounts stand say where every item is`() throws {
        let night = try Night()
        let run = try night.plan(items: 10)
        try night.cancel(1, run: run)
        try night.cancel(2, run: run, as: .refused)
        let runs = RunReader(night.connection)
        let record = try #require(try runs.run(run))
        let accounts = try runs.statesByAccount(run, planned: ["us-store": 8])
        let plan = try SendPlan(run: run, night.connection)
        #expect(record.states(of: accounts.map(\.states)) == (try runs.states(run)))
        #expect(record.states(of: plan.statesByAccount.map(\.states)) == (try runs.states(run)))
        #expect(try runs.states(run) == [.planned: 6, .held: 2, .cancelled: 1, .refused: 1])
    }

    @Test func `requests that left are counted, and which of them were repeats`() throws {
        let night = try Night()
        let run = try night.plan(items: 5)
        try night.cancel(1, run: run, as: .inDoubt)
        try night.cancel(1, run: run, as: .cancelled, attempt: 2)
        try night.cancel(2, run: run)
        try night.put([.intent(night.intent(3, run: run, .look))])
        let unsent = night.intent(4, run: run)
        let failure = NoAnswer(.connectionRefused, .notSent, "refused")
        try night.put([
            .intent(unsent),
            .outcome(unsent.ticket, .noAnswer(failure), at: night.now, durationMicroseconds: 1),
        ])
        let requests = try RunReader(night.connection).requests(run)
        #expect(requests == (all: 4, repeats: 1))
    }
}
