// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Proof
import SQLite
import Testing

@Suite struct LookingBackTests {
    @Test(arguments: [
        "se-1-8", "SE-1-8", "order-8", "1Z8", "z-9", "a-9", "cancelled", "refused",
    ])
    func `a shipment is found by whatever an auditor has`(text: String) throws {
        let night = try Night.eventful()
        let found = try AuditSearch(night.connection).find(text)
        #expect(!found.shipments.isEmpty)
    }

    @Test(arguments: ["req-77", "204", "2026-11-18", "se-1-8"])
    func `an exchange is found by request id, status, day and shipment`(text: String) throws {
        let night = try Night.eventful()
        let day = night.now.day
        let text = text.hasPrefix("2026") ? "\(day)" : text
        let found = try AuditSearch(night.connection).find(text)
        #expect(!found.exchanges.isEmpty)
    }

    @Test func `what is not in the record is not found`() throws {
        let found = try AuditSearch(Night.eventful().connection).find("se-9999")
        #expect(found.shipments.isEmpty)
        #expect(found.exchanges.isEmpty)
    }

    @Test func `the exchanges of a run are valid HAR and one object a line`() throws {
        let night = try Night.eventful()
        var har = HAR.opening
        var lines = 0
        try RecordedExchange.each(of: 1, night.connection) { exchange in
            har += (lines == 0 ? [] : HAR.separator) + HAR.entry(exchange)
            let line = try JSON.parse(ExchangeLines.line(exchange))
            #expect(line["status"]?.int == 204)
            #expect(line["response_body"]?.string == "{\"cancelled\":true}")
            lines += 1
        }
        let log = try JSON.parse(har + HAR.closing)["log"]
        #expect(log?["version"]?.string == "1.2")
        #expect(log?["entries"]?.array?.count == lines)
        #expect(log?["entries"]?[0]?["time"]?.text == "80.123")
        let members = log?["entries"]?[0]?["request"]?.members?.map(\.name) ?? []
        let needed = [
            "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize",
            "bodySize",
        ]
        #expect(Set(needed).isSubset(of: members))
    }

    @Test func `a proof convinces both verifiers without the database`() throws {
        let night = try Night.eventful()
        let proof = try ShipmentProof(run: 1, shipmentID: "se-1-8", night.connection)
        #expect(proof.uncovered == 0)
        // The run, its plan, apply and reconciling, one request, its answer, two verdicts.
        #expect(proof.file.records.count == 8)
        #expect(throws: Never.self) { try proof.file.verify(by: [night.key.verifier]) }
        let path = night.folder.file("proof")
        write(Array(proof.file.description.utf8), to: path)
        let key = "--key '\(SigningKey.publicPath(of: night.keyPath))'"
        #expect(Python.verify(path, key, in: night.folder.path).status == 0)
        var bytes = contents(path)
        bytes[60] ^= 1
        write(bytes, to: path)
        #expect(Python.verify(path, key, in: night.folder.path).status == 10)
    }

    @Test func `what no checkpoint signs is not in a proof`() throws {
        let night = try Night.eventful()
        try night.put([.verdict(night.verdict(8, run: 1, .inDoubt))])
        #expect(try ShipmentProof(run: 1, shipmentID: "se-1-8", night.connection).uncovered == 1)
    }

    @Test func `a copy is whole and verifies by itself`() async throws {
        let night = try Night.eventful()
        let path = night.folder.file("copy.db")
        try AuditFile.forReading(night.path).copy(to: path)
        let finding = try await AuditVerifier(path: path, verifiers: [night.key.verifier]).run()
        #expect(finding.faults == [])
        #expect(finding.remarks == ["there is no checkpoint file beside the database"])
    }

    @Test func `no secret is in any file the record leaves`() throws {
        let night = try Night.eventful()
        let found = shell("grep -rq canary '\(night.folder.path)'")
        #expect(found == 1)
        #expect(shell("grep -rq 3f9a2c3f9a2c3f9a '\(night.folder.path)'") == 0)
    }
}
