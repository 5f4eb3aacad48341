// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import SQLite
import Testing

@testable import Reports

@Suite struct TieOutTests {
    @Test func `a report whose rows do not add up is not written and says which sum failed`() throws
    {
        try withFolder { folder in
            let record = try Record()
            let run = try record.plan(ordinaryNight, lie: 1)
            let problem = #expect(throws: Problem.self) {
                try ReportWriter(record.connection).write(run: run, into: folder)
            }
            #expect(problem?.word == .auditInvalid)
            #expect(problem?.what.contains("rows = excluded + planned") == true)
            #expect(access("\(folder)/run-\(run)", F_OK) != 0)
        }
    }

    @Test func `a report whose money does not add up is not written`() throws {
        let record = try Record()
        var rows = ordinaryNight
        rows[0].cost = "11.10"
        let run = try record.connection.transaction {
            // The plan says what ten cents more would be worth.
            try record.store(rows, valued: ordinaryNight)
        }
        let problem = #expect(throws: Problem.self) {
            try Report(record.connection, run: run, at: Position.newest(record.connection))
        }
        #expect(problem?.what.contains("planned value") == true)
        #expect(problem?.what.contains("USD 67.80 is not USD 68.80") == true)
    }

    @Test func `counts and money of an ordinary night add up`() throws {
        let record = try Record()
        let run = try record.plan(ordinaryNight)
        try record.apply(run, ordinaryNight)
        let report = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.tieOut.failed == nil)
        #expect(report.tieOut.money.count == 2)
    }
}

@Suite struct PositionTests {
    @Test func `a report at an older position does not know what came later`() throws {
        try withFolder { folder in
            let record = try Record()
            let run = try record.plan(ordinaryNight)
            try record.apply(run, ordinaryNight, finished: false)
            let position = try Position.newest(record.connection)
            let writer = ReportWriter(record.connection)
            let before = try writer.write(run: run, at: position, into: "\(folder)/a")
            #expect(before.report.verdict == .notFinished)
            // One more cancel, looks, and the end of the run.
            try record.apply(run, [Made(id: "se-1", happens: [.confirmed])])
            let now = try writer.write(run: run, into: "\(folder)/b")
            #expect(now.report.verdict == .toDecide(4))
            let again = try writer.write(run: run, at: position, into: "\(folder)/c")
            #expect(again.files.map(\.sha256) == before.files.map(\.sha256))
        }
    }

    @Test func `played evidence gives the states that are kept`() throws {
        let record = try Record()
        let run = try record.plan(ordinaryNight)
        try record.apply(run, ordinaryNight)
        let position = try Position.newest(record.connection)
        let kept = try ends(record, run, position)
        // Later evidence of the run makes the same position be played from the record.
        try record.apply(run, [Made(id: "se-1", happens: [.confirmed])])
        #expect(try ends(record, run, position) == kept)
    }

    private func ends(_ record: Record, _ run: Int64, _ position: Int64) throws -> [ItemEnd] {
        var ends: [ItemEnd] = []
        try ItemStream(connection: record.connection, run: run, position: position).forEach {
            ends.append($0.end)
        }
        return ends
    }

    @Test func `a position beyond the record or before the run is refused`() throws {
        let record = try Record()
        let run = try record.plan(ordinaryNight)
        for position: Int64 in [0, 1_000_000] {
            #expect(throws: Problem.self) {
                try Report(record.connection, run: run, at: position)
            }
        }
    }
}

@Suite struct VerdictTests {
    @Test func `a blocked plan says why and that nothing was sent`() throws {
        try withFolder { folder in
            let record = try Record()
            let run = try record.plan(ordinaryNight, blockedBy: ["items 8 of 5"])
            let result = try ReportWriter(record.connection).write(run: run, into: folder)
            #expect(result.report.verdict == .blocked)
            #expect(result.report.exit == 6)
            #expect(text("\(folder)/run-\(run)/report.md").contains("Blocked: items 8 of 5"))
            #expect(text("\(folder)/index.html").contains("Blocked, nothing sent"))
        }
    }

    @Test func `a night without exceptions is clean`() throws {
        let record = try Record()
        let rows = [Made(id: "se-1", happens: [.cancelled])]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let report = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.verdict == .clean)
    }

    @Test func `a contradiction makes the report unreliable`() throws {
        let record = try Record()
        let rows = [
            Made(id: "se-1", decided: .settled, reason: "contradiction: cancelled by run 1"),
            Made(id: "se-2", happens: [.cancelled]),
        ]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let report = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.verdict == .unreliable)
        #expect(report.causes.first?.kind == .contradiction)
    }

    @Test func `a voided label without a cancelled shipment comes first`() throws {
        let record = try Record()
        let void = Happening(purpose: .void, status: 200, void: .voided)
        let refusedVoid = Happening(purpose: .void, status: 200, void: .refused)
        let rows = [
            Made(id: "se-1", happens: [.refused("x", "no")]),
            Made(id: "se-2", happens: [void, .refused("x", "no")]),
            Made(id: "se-3", happens: [refusedVoid, .refused("x", "no")]),
        ]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let report = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.causes.map(\.kind) == [.voidedOnly, .refused])
        #expect(report.causes.map(\.sum.count) == [1, 2])
    }

    @Test func `what a person closed is counted apart and asked for no more`() throws {
        let record = try Record()
        let rows = [Made(id: "se-1", happens: [.lost])]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        try record.act(.resolve, run: run, no: 0, by: "finance", ["as": "cancelled"])
        let report = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.causes.isEmpty)
        #expect(report.closedByPerson == 1)
        #expect(report.ends.count(.inDoubt) == 1)
    }

    @Test func `what the provider does not finish in its own time is overdue`() throws {
        let record = try Record()
        let rows = [
            Made(id: "1", provider: "sendcloud-returns", account: "eu", happens: [.accepted])
        ]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let early = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(early.verdict == .clean)
        record.clock = record.clock.adding(milliseconds: 15 * 86_400_000)
        try record.act(.confirm, run: run)
        let unseen = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(unseen.causes.isEmpty && unseen.open == 1)
        let look = Happening(purpose: .look, status: 200, state: .accepted)
        try record.apply(run, [Made(id: "1", provider: "sendcloud-returns", happens: [look])])
        let late = try Report(record.connection, run: run, at: Position.newest(record.connection))
        #expect(late.causes.map(\.kind) == [.overdue])
    }
}
