// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import SQLite
import Testing

@testable import Reports

@Suite struct ReportTests {
    private func ordinary() throws -> (Record, Int64) {
        let record = try Record()
        let run = try record.plan(ordinaryNight)
        try record.apply(run, ordinaryNight)
        return (record, run)
    }

    @Test func `counts and values follow every item to its end`() throws {
        let (record, run) = try ordinary()
        let report = try Report(
            record.connection, run: run, at: Position.newest(record.connection))
        #expect(report.ends.count(.cancelled) == 2)
        #expect(report.ends.count(.refused) == 2)
        #expect(report.ends.count(.inDoubt) == 2)
        #expect(report.states.count(.held) == 1)
        #expect(report.cancellations.seen.count == 1)
        #expect(report.cancellations.unseen.count == 1)
        #expect(report.cancelledValue.amounts == ["USD": Amount(units: 3030, scale: 2)])
        #expect(report.verdict == .toDecide(4))
        #expect(report.exit == 3)
    }

    @Test func `causes are grouped with the provider's own words and a command each`() throws {
        let (record, run) = try ordinary()
        let report = try Report(
            record.connection, run: run, at: Position.newest(record.connection))
        let refused = try #require(report.causes.first { $0.kind == .refused })
        #expect(refused.sum.count == 2)
        #expect(refused.words == .wrote("Label must be voided first"))
        #expect(refused.commands(run: run) == ["rescind retry 1 --state refused"])
        let blind = try #require(report.causes.first { $0.account == "amazon-us" })
        #expect(
            blind.commands(run: run) == [
                "rescind resolve 1 a-1 --as cancelled --reason TEXT"
            ])
    }

    @Test func `every form is written and made again it is the same to the byte`() throws {
        try withFolder { folder in
            let (record, run) = try ordinary()
            let writer = ReportWriter(record.connection)
            let first = try writer.write(run: run, into: "\(folder)/a")
            try record.act(.report, run: run)
            let second = try writer.write(run: run, into: "\(folder)/b")
            #expect(first.files.map(\.sha256) == second.files.map(\.sha256))
            #expect(bytes("\(folder)/a/index.html") == bytes("\(folder)/b/index.html"))
            #expect(first.files.map(\.name).contains("report.xlsx"))
        }
    }
}
