// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import SQLite
import Testing

@testable import Planning

/// A shipment an earlier run has is not planned again.
struct SettledTests {
    static let text = "id,status\nse-1,pending\n"

    /// Plans the shipment and lets it end in a state, one hour before the desk's time.
    private func desk(ending state: ItemState, hoursAgo: Int64 = 1) throws -> PlanningDesk {
        let desk = try PlanningDesk()
        let run = try desk.plan(text: Self.text).record.run
        try exchange(
            desk, run, .cancel, state: state,
            at: desk.now.adding(milliseconds: -hoursAgo * 3_600_000))
        return desk
    }

    private func exchange(
        _ desk: PlanningDesk, _ run: Int64, _ purpose: Purpose, state: ItemState, at: Timestamp,
        body: String = ""
    ) throws {
        let item = ItemKey(run: run, no: 1, account: "us-store", shipmentID: "se-1")
        let ticket = Ticket(1)
        let answer = Answer(status: 200, headers: [], body: Array(body.utf8))
        var records: [Record] = [
            .intent(
                Intent(
                    ticket: ticket, account: "us-store", run: run, item: item, purpose: purpose,
                    attempt: 1, request: Request(.put, "http://localhost/"), at: at)),
            .outcome(ticket, .answer(answer), at: at, durationMicroseconds: 1),
        ]
        if state != .sending {
            records.append(
                .verdict(
                    Verdict(
                        item: item, ticket: ticket, at: at, state: state, reason: "", code: "",
                        attempts: 1)))
        }
        _ = try desk.connection.transaction {
            try Recorder().append(records, to: desk.connection)
        }
    }

    @Test(arguments: [
        (ItemState.sending, "by run 1, sending"), (.inDoubt, "by run 1, in doubt"),
        (.accepted, "by run 1, accepted"), (.cancelled, "by run 1, cancelled"),
        (.alreadyCancelled, "by run 1, already cancelled"),
    ])
    func `what claims a shipment settles it`(_ state: ItemState, _ reason: String) throws {
        let desk = try desk(ending: state)
        // The export is an hour old: made when the answer came, it says nothing against it.
        let plan = try desk.plan(text: Self.text) { $0.again = true }
        #expect(try desk.items(of: plan.record.run) == ["se-1 settled: \(reason)"])
    }

    @Test(arguments: [ItemState.refused, .notFound, .failed])
    func `what did not take effect may be planned again`(_ state: ItemState) throws {
        let desk = try desk(ending: state)
        let plan = try desk.plan(text: Self.text) { $0.again = true }
        #expect(try desk.items(of: plan.record.run) == ["se-1 planned: due"])
    }

    @Test
    func `cancelled before the export was made, and still due, is a contradiction`() throws {
        let desk = try desk(ending: .cancelled, hoursAgo: 3)
        let plan = try desk.plan(text: Self.text) { $0.again = true }
        #expect(
            try desk.items(of: plan.record.run) == [
                "se-1 settled: contradiction: cancelled by run 1 before this export was made"
            ])
    }

    @Test
    func `an export from before the cancellation contradicts nothing`() throws {
        let desk = try desk(ending: .cancelled, hoursAgo: 3)
        let path = desk.write(Self.text, hoursOld: 5)
        let plan = try desk.plan([path]) { $0.again = true }
        #expect(try desk.items(of: plan.record.run) == ["se-1 settled: by run 1, cancelled"])
    }

    @Test
    func `reopen needs a look that saw the shipment open`() throws {
        let desk = try desk(ending: .cancelled, hoursAgo: 3)
        let plan = try desk.plan(text: Self.text) { ($0.again, $0.reopen) = (true, ["se-1"]) }
        let item = try #require(try desk.items(of: plan.record.run).first)
        #expect(item.hasPrefix("se-1 settled: by run 1, cancelled: not reopened"))
        #expect(item.hasSuffix("rescind confirm 1, or rescind resolve 1 ID --as not-cancelled"))
    }

    @Test
    func `reopened, the shipment is planned and its old run lets go of it`() throws {
        let desk = try desk(ending: .cancelled, hoursAgo: 3)
        try exchange(
            desk, 1, .look, state: .inDoubt, at: desk.now,
            body: #"{"shipment_id":"se-1","shipment_status":"pending"}"#)
        let without = try desk.plan(text: Self.text) { $0.again = true }
        #expect(without.record.counts.settled == 1)
        let plan = try desk.plan(text: Self.text) { ($0.again, $0.reopen) = (true, ["se-1"]) }
        #expect(try desk.items(of: plan.record.run) == ["se-1 planned: due"])
        #expect(try RunReader(desk.connection).states(1) == [.refused: 1])
        let reason = try desk.connection.first(
            "SELECT reason FROM item_state WHERE run = 1 AND no = 1"
        ) { $0.text(0) }
        #expect(
            reason == "seen pending, not cancelled; planned again by run \(plan.record.run)")
    }

    @Test
    func `a shipment to reopen that is nowhere due is refused, or said where it may be elsewhere`()
        throws
    {
        let desk = try desk(ending: .cancelled, hoursAgo: 3)
        let runs = desk.runCount
        let refusal = problem {
            try desk.plan(text: Self.text) {
                ($0.again, $0.reopen) = (true, ["se-1", "se-9", "se-8"])
                $0.refusesUnknownReopen = true
            }
        }
        #expect(refusal?.word == .usage)
        #expect(refusal?.what == "no due shipment of the export is se-8, se-9")
        #expect(desk.runCount == runs)
        let plan = try desk.plan(text: Self.text) {
            ($0.again, $0.reopen) = (true, ["se-1", "se-9"])
        }
        #expect(plan.record.plan["reopen_unmatched"] == ["se-9"])
    }
}
