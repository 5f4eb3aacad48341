// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite
import Testing

@Suite struct RecorderTests {
    private func state(_ no: Int64, run: Int64, _ night: Night) throws -> String? {
        try night.connection.first(
            "SELECT state FROM item_state WHERE run = ? AND no = ?", run, no
        ) { $0.text(0) }
    }

    /// Plans the same shipments twice, as two runs of one export would.
    private func twoRuns() throws -> (Night, ItemKey, ItemKey) {
        let night = try Night()
        let first = try night.plan(items: 4)
        let second = try night.plan(items: 4)
        let one = ItemKey(run: first, no: 1, account: "us-store", shipmentID: "the-same")
        let other = ItemKey(run: second, no: 1, account: "us-store", shipmentID: "the-same")
        return (night, one, other)
    }

    private func intent(of item: ItemKey, _ night: Night) -> Intent {
        var intent = night.intent(item.no, run: item.run)
        intent.item = item
        return intent
    }

    @Test func `an intent makes an item sending and is on record`() throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        let before = try Log.size(night.connection)
        #expect(try night.put([.intent(night.intent(1, run: run))]).isEmpty)
        #expect(try state(1, run: run, night) == "sending")
        #expect(try Log.size(night.connection) == before + 1)
    }

    @Test(arguments: [false, true])
    func `nothing is added to another record than that of the last batch`(isLarger: Bool) throws {
        let (night, other) = (try Night(), try Night())
        let run = try night.plan(items: 4)
        try night.put([.intent(night.intent(1, run: run))])
        _ = try other.plan(items: 4)
        if isLarger { _ = try other.put([.intent(other.intent(2, run: 1))]) }
        let size = try Log.size(other.connection)
        let next = night.intent(3, run: run)
        let problem = #expect(throws: Problem.self) {
            try other.connection.transaction {
                try night.recorder.append([.intent(next)], to: other.connection)
            }
        }
        #expect(problem?.what == "the record is another one than before the last exchange")
        #expect(try Log.size(other.connection) == size)
    }

    @Test(arguments: ItemState.allCases.filter { $0.claims && $0 != .sending })
    func `a shipment one run has is not sent by another`(state: ItemState) throws {
        let (night, one, other) = try twoRuns()
        let sent = intent(of: one, night)
        try night.put([
            .intent(sent),
            .verdict(
                Verdict(
                    item: one, ticket: nil, at: night.now, state: state, reason: "", code: "",
                    attempts: 1)),
        ])
        let size = try Log.size(night.connection)
        let second = intent(of: other, night)
        #expect(try night.put([.intent(second)]) == [second.ticket: one.run])
        #expect(try Log.size(night.connection) == size, "nothing of it is on record")
    }

    @Test(arguments: [ItemState.refused, .notFound, .failed])
    func `a shipment another run gave up can be sent again`(state: ItemState) throws {
        let (night, one, other) = try twoRuns()
        try night.put([
            .intent(intent(of: one, night)),
            .verdict(
                Verdict(
                    item: one, ticket: nil, at: night.now, state: state, reason: "", code: "",
                    attempts: 1)),
        ])
        #expect(try night.put([.intent(intent(of: other, night))]).isEmpty)
    }

    private func verdict(
        _ state: ItemState, _ attempts: Int, run: Int64, _ night: Night
    ) -> Record {
        var verdict = night.verdict(1, run: run, state)
        verdict.attempts = attempts
        return .verdict(verdict)
    }

    private func isClaimed(
        attempt: Int, _ purpose: Purpose = .cancel, run: Int64, _ night: Night
    ) throws -> Bool {
        var intent = night.intent(1, run: run, purpose)
        intent.attempt = attempt
        let size = try Log.size(night.connection)
        let refused = try night.put([.intent(intent)])
        #expect(refused.values.allSatisfy { $0 == run })
        #expect(try Log.size(night.connection) - size == (refused.isEmpty ? 1 : 0))
        return refused.isEmpty
    }

    @Test func `an attempt is claimed once, whoever else sends the run`() throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        #expect(try isClaimed(attempt: 1, run: run, night))
        #expect(try !isClaimed(attempt: 1, run: run, night))
        #expect(try !isClaimed(attempt: 2, run: run, night), "nobody judged the first")
        try night.put([verdict(.inDoubt, 1, run: run, night)])
        #expect(try !isClaimed(attempt: 1, run: run, night))
        #expect(try isClaimed(attempt: 2, run: run, night))
        try night.put([verdict(.planned, 1, run: run, night)])
        #expect(try isClaimed(attempt: 2, run: run, night), "it was known not to be sent")
    }

    @Test(arguments: [ItemState.refused, .notFound, .failed, .cancelled, .accepted])
    func `what another process brought to an end is not claimed`(state: ItemState) throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        #expect(try isClaimed(attempt: 1, run: run, night))
        try night.put([verdict(state, 1, run: run, night)])
        #expect(try !isClaimed(attempt: 2, run: run, night))
    }

    @Test func `voids follow voids, and one first cancel follows them`() throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        for _ in 0..<2 { #expect(try isClaimed(attempt: 1, .void, run: run, night)) }
        #expect(try isClaimed(attempt: 1, run: run, night))
        #expect(try !isClaimed(attempt: 1, run: run, night))
    }

    @Test func `a look claims nothing`() throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        try night.put([.intent(night.intent(1, run: run, .look))])
        #expect(try state(1, run: run, night) == nil)
    }

    @Test func `a failed exchange keeps its reason and how far it got`() throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        let intent = night.intent(1, run: run)
        let failure = NoAnswer(.timeout, .mayHaveArrived, "no answer in 30 s")
        try night.put([
            .intent(intent),
            .outcome(intent.ticket, .noAnswer(failure), at: night.now, durationMicroseconds: 5),
        ])
        let row = try night.connection.first("SELECT error, reach, status FROM answer") {
            [$0.text(0), $0.text(1), $0.textOrNil(2) ?? "none"]
        }
        #expect(row == ["timeout: no answer in 30 s", "may_have_arrived", "none"])
    }

    /// Rows are written several at a time; two spellings of é look equal and are other bytes.
    @Test(arguments: [1, 7, 8, 9, 16, 17])
    func `a batch of any size stands row by row in the record`(size: Int) async throws {
        let night = try Night()
        let run = try night.plan(items: 30)
        let items = (1...30).filter { !$0.isMultiple(of: 5) }.prefix(size).map(Int64.init)
        let spellings = ["\u{e9}", "e\u{301}"]
        let intents = items.map { night.intent($0, run: run) }
        try night.put(intents.map(Record.intent))
        var records: [Record] = []
        for (place, intent) in intents.enumerated() {
            let answer = Answer(
                status: 200 + place, headers: [Header("X-Store", spellings[place % 2])],
                body: Array("\(place)".utf8.prefix(place % 3)))
            records += [
                .outcome(
                    intent.ticket, .answer(answer), at: night.now, durationMicroseconds: 7),
                .verdict(night.verdict(items[place], run: run, .cancelled, intent.ticket)),
            ]
        }
        try night.put(records)
        let rows = try night.connection.all(
            """
            SELECT request.no, request.url, answer.status, hex(answer.headers), answer.body,
                verdict.no
            FROM request JOIN answer ON answer.request = request.seq
                JOIN verdict ON verdict.request = request.seq ORDER BY request.seq
            """
        ) { row in
            "\(row.int(0)) \(row.text(1)) \(row.int(2)) \(row.text(3)) \(row.bytes(4)) \(row.int(5))"
        }
        let expected = items.enumerated().map { place, no in
            let header = [UInt8]("X-Store: \(spellings[place % 2])".utf8).hex.uppercased()
            let body = [UInt8]("\(place)".utf8.prefix(place % 3))
            return "\(no) \(intents[place].request.url) \(200 + place) \(header) \(body) \(no)"
        }
        #expect(rows == expected)
        #expect(try await night.verify().faults == [])
    }

    @Test func `a batch that fails leaves neither rows nor a moved head`() async throws {
        let night = try Night()
        let run = try night.plan(items: 4)
        let size = try Log.size(night.connection)
        #expect(throws: (any Error).self) {
            try night.put([
                .intent(night.intent(1, run: run)),
                .verdict(night.verdict(2, run: run, .cancelled)),
            ])
        }
        #expect(try Log.size(night.connection) == size)
        #expect(try await night.verify().faults == [])
    }

    @Test func `each of two processes learns what the other sent`() throws {
        let night = try Night()
        let run = try night.plan(items: 9)
        let other = try AuditFile.forWriting(night.path)
        let recorder = Recorder()
        func put(_ intent: Intent) throws -> [OtherRequest] {
            try other.transaction { try recorder.append([.intent(intent)], to: other).others }
        }
        try night.cancel(1, run: run)
        // What was sent before its first batch is the history it began with.
        #expect(try put(night.intent(2, run: run)) == [])
        try night.cancel(3, run: run)
        try night.put([.intent(night.intent(4, run: run, .look))])
        let sent = [false, true].map { OtherRequest(account: "us-store", isRead: $0) }
        #expect(try put(night.intent(6, run: run)) == sent)
        #expect(try put(night.intent(7, run: run)) == [])
    }

    @Test func `two processes can write to one log in turn`() async throws {
        let night = try Night()
        let run = try night.plan(items: 9)
        let other = try AuditFile.forWriting(night.path)
        var recorder = Recorder()
        for no in [1, 2, 3, 4] as [Int64] {
            try night.cancel(no, run: run)
            let intent = night.intent(no + 5, run: run)
            try other.transaction { _ = try recorder.append([.intent(intent)], to: other) }
            recorder = Recorder()
        }
        let finding = try await night.verify()
        #expect(finding.faults == [])
        #expect(finding.records == 2 + 4 * 4)
    }
}
