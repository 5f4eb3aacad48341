// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import Proof
import SQLite
import Testing

extension Night {
    /// Two runs: the first is finished and decided, the second still open.
    static func decided() throws -> Night {
        let night = try Night.eventful()
        try night.act(.resolve, run: 1, no: 12, reason: "voided by hand")
        try night.end(1)
        try night.sign()
        return night
    }

    func end(_ run: Int64) throws {
        try Act(
            .applyEnded, run: run, at: now, actor: Self.actor,
            detail: ["status": "finished", "exit": 0]
        ).record(on: connection)
    }

    var archiving: Archiving {
        Archiving(
            connection, checkpoints: Checkpoints(key: key, actor: Self.actor), actor: Self.actor)
    }

    var later: Timestamp { now.adding(milliseconds: 1000) }
    var archivePath: String { folder.file("record/old.db") }

    /// The steps of the command up to one of them; a kill is to stop after it.
    @discardableResult
    func archive(upTo last: ArchiveStep = .carryOut) async throws -> Archiving.Moved? {
        let candidates = try archiving.candidates(before: later)
        let unfinished = try archiving.unfinished(before: later, into: archivePath)
        guard unfinished != nil || !candidates.isEmpty else { return nil }
        let archive =
            try unfinished
            ?? archiving.begin(candidates, before: later, into: archivePath, at: now)
        if last == .begin { return nil }
        let facts = try await archiving.seal(archive)
        if last == .seal { return nil }
        return try archiving.carryOut(archive, facts, at: now)
    }

    /// The notes of a database, as the file beside it has them.
    func checkpointNotes(_ path: String) throws -> String {
        try Connection.reader(path).all("SELECT note FROM checkpoint ORDER BY size") { $0.text(0) }
            .joined()
    }

    func faults(_ path: String) async throws -> [AuditFault] {
        try await AuditVerifier(path: path, verifiers: [key.verifier]).run().faults
    }
}

enum ArchiveStep: CaseIterable { case begin, seal, carryOut }

@Suite struct ArchiveTests {
    private func rows(_ path: String, _ sql: String) throws -> [[Value]] {
        let connection = try Connection.reader(path)
        return try connection.all(sql) { row in (0..<row.columnCount).map { row.value($0) } }
    }

    private func text(_ path: String) -> [UInt8] { contents(path) + contents(path + "-wal") }

    private func holds(_ bytes: [UInt8], _ word: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(word)
    }

    @Test func `what went is in the file, whole, and no longer in the record`() async throws {
        let night = try Night.decided()
        let raw = "SELECT raw FROM item WHERE run = 1 AND no = 2"
        let bodies = "SELECT url, headers, body FROM request WHERE run = 1 ORDER BY seq"
        let before = try (rows(night.path, raw), rows(night.path, bodies))
        let moved = try #require(try await night.archive())
        #expect(moved.archive.runs == [1])
        #expect((moved.exchanges, moved.items) == (11, 20))
        #expect(moved.problems.isEmpty)
        #expect(try rows(night.archivePath, raw) == before.0)
        #expect(try rows(night.archivePath, bodies) == before.1)
        #expect(try rows(night.path, raw) == [[.blob([])]])
        #expect(!holds(text(night.path), "shipments/se-1-2/cancel"))
        #expect(holds(text(night.path), "shipments/se-2-1/cancel"))
        #expect(holds(text(night.archivePath), "shipments/se-1-2/cancel"))
        #expect(!holds(text(night.archivePath), "shipments/se-2-1/cancel"))
    }

    @Test func `both files verify, by both programs`() async throws {
        let night = try Night.decided()
        try await night.archive()
        let finding = try await night.verify()
        #expect(finding.faults.isEmpty)
        #expect(finding.remarks.isEmpty)
        #expect(finding.archives.map(\.file) == [night.archivePath])
        #expect(try await night.faults(night.archivePath).isEmpty)
        let key = "--key '\(SigningKey.publicPath(of: night.keyPath))'"
        for path in [night.path, night.archivePath] {
            let result = Python.verify(path, key, in: night.folder.path)
            #expect(result.status == 0, "\(result.output)")
        }
        // The night goes on, and the record it leaves is proven as before.
        try night.cancel(2, run: 2)
        try night.sign()
        #expect(try await night.verify().faults.isEmpty)
    }

    @Test(arguments: [
        "SELECT * FROM runs", "SELECT * FROM labels", "SELECT * FROM item_state",
        "SELECT * FROM label_state", "SELECT * FROM verdict", "SELECT * FROM run",
        """
        SELECT run, source, line, account, shipment_id, reference, tracking_number, state, reason,
            provider_code, attempts, cost, currency, requested_at, settled_at, confirmed_at,
            resolution, resolved_by, resolved_at FROM items
        """,
        """
        SELECT id, run, line, account, shipment_id, purpose, attempt, method, sent_at, status,
            received_at, duration_ms, error FROM exchanges
        """,
        // Whether a voided label was charged is told by nothing else.
        """
        SELECT response_body FROM exchanges WHERE shipment_id = 'se-1-12' AND status = 200
        """,
    ])
    func `keys, states, times and money stay`(sql: String) async throws {
        let night = try Night.decided()
        let before = try rows(night.path, sql)
        try await night.archive()
        #expect(try rows(night.path, sql) == before)
        #expect(try rows(night.archivePath, sql) == before)
    }

    @Test(arguments: ArchiveStep.allCases)
    func `killed after any step, it verifies, and the same command goes on`(
        step: ArchiveStep
    ) async throws {
        let night = try Night.decided()
        try await night.archive(upTo: step)
        #expect(try await night.verify().faults.isEmpty)
        // Half a file that a killed process left is in nobody's way.
        if step == .begin { write([1, 2, 3], to: night.archivePath + ".draft") }
        let begun = try rows(night.path, "SELECT count(*) FROM act WHERE act = 'archive'")
        let moved = try await night.archive()
        #expect((moved == nil) == (step == .carryOut))
        #expect(try rows(night.path, "SELECT count(*) FROM act WHERE act = 'archive'") == begun)
        #expect(try await night.faults(night.path).isEmpty)
        #expect(try await night.faults(night.archivePath).isEmpty)
        #expect(access(night.archivePath + ".draft", F_OK) != 0)
        #expect(
            try rows(night.path, "SELECT DISTINCT raw FROM item WHERE run = 1") == [[.blob([])]])
    }

    @Test func `a second archive takes what the first left, and each says what it has`()
        async throws
    {
        let night = try Night.decided()
        try await night.archive()
        #expect(try await night.archive() == nil)
        try night.end(2)
        night.now = night.later
        let again = try night.archiving.candidates(before: night.later)
        #expect(again.runs == [])
        try night.act(.apply, run: 2)
        try night.end(2)
        let candidates = try night.archiving.candidates(before: night.later)
        #expect(candidates.runs == [2])
        let file = night.folder.file("record/newer.db")
        let archive = try night.archiving.begin(
            candidates, before: night.later, into: file, at: night.now)
        let facts = try await night.archiving.seal(archive)
        _ = try night.archiving.carryOut(archive, facts, at: night.now)
        for path in [night.path, night.archivePath, file] {
            #expect(try await night.faults(path).isEmpty)
        }
        #expect(!holds(text(file), "shipments/se-1-2/cancel"))
        #expect(holds(text(file), "shipments/se-2-1/cancel"))
    }

    @Test func `a run that is open, or too young, stays`() throws {
        let night = try Night.eventful()
        #expect(
            try night.archiving.candidates(before: night.later).open.map(\.why) == [
                "it is applying", "it is planned",
            ])
        try night.end(1)
        #expect(
            try night.archiving.candidates(before: night.later).open.map(\.why) == [
                "1 open item", "it is planned",
            ])
        try night.act(.resolve, run: 1, no: 12, reason: "voided by hand")
        #expect(try night.archiving.candidates(before: night.later).runs == [1])
        #expect(try night.archiving.candidates(before: Timestamp(milliseconds: 1)).runs == [])
    }

    @Test func `a file of that name is never replaced`() async throws {
        let night = try Night.decided()
        write(Array("mine".utf8), to: night.archivePath)
        await #expect(throws: Problem.self) { try await night.archive() }
        #expect(contents(night.archivePath) == Array("mine".utf8))
        let size = try Log.size(night.connection)
        #expect(
            try rows(night.path, "SELECT count(*) FROM act WHERE act = 'archive'") == [
                [.integer(0)]
            ])
        // Nor does one that appeared after a kill count as the archive.
        unlink(night.archivePath)
        try await night.archive(upTo: .begin)
        try Connection.reader(night.path).copy(to: night.archivePath)
        await #expect(throws: Problem.self) { try await night.archive() }
        #expect(try Log.size(night.connection) > size)
        #expect(try await night.verify().faults.isEmpty)
    }

    @Test func `nothing is archived from a record that does not verify`() async throws {
        let night = try Night.decided()
        #expect(try night.connection.checkpoint())
        var random = Dice(seed: 3)
        _ = try Vandal(night.path).change("rehashed", &random)
        await #expect(throws: Problem.self) { try await night.archive() }
        #expect(access(night.archivePath, F_OK) != 0)
        #expect(try rows(night.path, "SELECT count(*) FROM item_leaf") == [[.integer(0)]])
    }

    @Test func `an archive is never written`() async throws {
        let night = try Night.decided()
        try await night.archive()
        let before = contents(night.archivePath)
        #expect(throws: Problem.self) { try AuditFile.forWriting(night.archivePath) }
        #expect(contents(night.archivePath) == before)
        var facts = stat()
        #expect(stat(night.archivePath, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o400)
    }

    @Test func `a proof comes from the file that has the records`() async throws {
        let night = try Night.decided()
        try await night.archive()
        let here = try AuditFile.forReading(night.path)
        let there = try AuditFile.forReading(night.archivePath)
        #expect(throws: Problem.self) { try ArchivedRuns(here).require(1, for: "audit proof 1 x") }
        #expect(throws: Problem.self) { try ArchivedRuns(there).require(2, for: "audit proof 2 x") }
        try ArchivedRuns(there).require(1, for: "audit proof 1 x")
        try ArchivedRuns(here).require(2, for: "audit proof 2 x")
        let proof = try ShipmentProof(run: 1, shipmentID: "se-1-2", there)
        write(Array(proof.file.description.utf8), to: night.folder.file("proof.txt"))
        let key = "--key '\(SigningKey.publicPath(of: night.keyPath))'"
        let result = Python.verify(night.folder.file("proof.txt"), key, in: night.folder.path)
        #expect(result.status == 0, "\(result.output)")
    }
}

@Suite struct ArchiveGuardTests {
    private static let strip = "UPDATE request SET url = '', headers = '', body = NULL WHERE seq = "

    @Test(arguments: [
        strip + "3", "UPDATE answer SET headers = NULL, body = NULL WHERE seq = 4",
        "UPDATE item SET raw = x'' WHERE run = 1 AND no = 1", "DELETE FROM request",
        "DELETE FROM item_leaf",
    ])
    func `nothing becomes bare while no archive is begun`(sql: String) throws {
        let night = try Night.decided()
        try night.connection.run(
            "INSERT INTO item_leaf (run, no, leaf) VALUES (1, 1, zeroblob(32))")
        #expect(throws: SQLiteError.self) { try night.connection.run(sql) }
    }

    @Test(arguments: [
        "UPDATE request SET url = 'https://other'", "UPDATE request SET url = ''",
        "UPDATE request SET url = '', headers = '', body = NULL, no = 9",
        "UPDATE request SET url = '', headers = '', body = NULL, leaf = zeroblob(32)",
        "UPDATE answer SET headers = NULL, body = NULL, status = 500",
        "UPDATE answer SET body = x'00'", "UPDATE item SET raw = x''",
        "UPDATE item SET raw = x'01'",
        "UPDATE item SET raw = x'', cost = '0.01'", "DELETE FROM answer", "DELETE FROM item",
        "UPDATE verdict SET code = 'x'", "UPDATE run SET ticket = 'x'",
        "UPDATE act SET reason = ''",
    ])
    func `a begun archive allows nothing but its own change`(sql: String) async throws {
        let night = try Night.decided()
        try await night.archive(upTo: .begin)
        #expect(throws: SQLiteError.self) { try night.connection.run(sql) }
    }

    @Test func `rows made bare by hand while it is begun are caught`() async throws {
        let night = try Night.decided()
        try await night.archive(upTo: .begin)
        try night.connection.run(Self.strip + "(SELECT max(seq) FROM request)")
        let faults = try await night.faults(night.path)
        #expect(faults.map(\.place) == ["act"])
    }
}
