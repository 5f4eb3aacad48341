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
}
