// SPDX-License-Identifier: MIT

import Audit
import Model
import Proof
import SQLite
import Testing

@Suite struct VerifyTests {
    @Test func `an untouched record verifies`() async throws {
        let night = try Night.eventful()
        let finding = try await night.verify()
        #expect(finding.faults == [])
        #expect(finding.remarks == [])
        #expect(finding.checkpoints == 3)
        #expect(finding.records == (try Log.size(night.connection)))
        #expect(finding.covered == finding.records)
    }

    @Test func `records after the newest checkpoint are reported and are no fault`() async throws {
        let night = try Night.eventful()
        try night.cancel(2, run: 2)
        let finding = try await night.verify()
        #expect(finding.faults == [])
        #expect(finding.remarks == ["the last 3 records are not covered by a checkpoint yet"])
    }

    @Test(arguments: [1, 2, 4, 64])
    func `a record verifies in blocks of any length`(records: Int) async throws {
        let night = try Night.eventful()
        try night.cancel(2, run: 2)
        var verifier = AuditVerifier(path: night.path, verifiers: [night.key.verifier])
        verifier.blockRecords = records
        let finding = try await verifier.run()
        let size = try Log.size(night.connection)
        #expect(finding.faults == [])
        #expect(finding.records == size)
        #expect(finding.covered == size - 3)
    }

    /// Positions that a log read from 0 to its end would pass over.
    @Test(arguments: [-1, Int64.min, Int64.max])
    func `a record beyond either end of the log is named`(position: Int64) async throws {
        let night = try Night.eventful()
        try night.connection.run(
            """
            INSERT INTO act SELECT ?, run, no, at, actor, act, reason, ticket, detail, outcome,
                code, leaf FROM act LIMIT 1
            """, position)
        let finding = try await night.verify()
        let end = try Log.size(night.connection)
        #expect(finding.firstBad?.record == (position < 0 ? position : end))
    }

    /// Before the first run and behind the last.
    @Test(arguments: ["item", "label", "export"], [-1, Int64.min, 3, Int64.max])
    func `rows of a run that does not exist are named`(table: String, run: Int64) async throws {
        let night = try Night.eventful()
        try night.connection.run("CREATE TEMP TABLE other AS SELECT * FROM \(table) LIMIT 1")
        try night.connection.run("UPDATE other SET run = ?", run)
        try night.connection.run("INSERT INTO \(table) SELECT * FROM other")
        let finding = try await night.verify()
        #expect(
            finding.faults.map(\.description)
                == ["\(table): it has rows of run \(run), which does not exist"])
    }
}
