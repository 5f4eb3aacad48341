// SPDX-License-Identifier: MIT

import Model
package import Proof
import SQLite

/// Proves a whole audit database, or names what is wrong with it; it never writes.
package struct AuditVerifier: Sendable {
    package let path: String
    package let verifiers: [NoteVerifier]
    /// Files of checkpoints that were kept elsewhere.
    package let elsewhere: [CheckpointFile]

    package init(path: String, verifiers: [NoteVerifier], elsewhere: [CheckpointFile] = []) {
        self.path = path
        self.verifiers = verifiers
        self.elsewhere = elsewhere
    }

    /// What was found.
    package struct Finding: Sendable {
        package var records: Int64
        package var checkpoints: Int
        /// How many records the newest checkpoint signs.
        package var covered: Int64
        package var faults: [AuditFault]
        /// What a person should know though nothing is wrong.
        package var remarks: [String]
        /// Where exchanges and raw rows of old runs went, oldest first.
        package var archives: [ArchiveOnRecord]

        /// The first record that is wrong; else whatever else is.
        package var firstBad: AuditFault? {
            faults.filter { $0.record != nil }.min { ($0.record ?? 0) < ($1.record ?? 0) }
                ?? faults.first
        }
    }

    /// Both halves read the same state of the database, each on a thread of its own.
    package func run() async throws -> Finding {
        let (log, derived) = try snapshots()
        let handover = Handover(connection: derived)
        async let others = Self.derivedFaults(handover)
        let finding = try checkLog(log)
        return try await finding.adding(others)
    }

    /// Two connections over one state; somebody may be writing meanwhile.
    private func snapshots() throws -> (Connection, Connection) {
        for _ in 0..<Self.attemptsMax {
            let pair = (try AuditFile.forReading(path), try AuditFile.forReading(path))
            try pair.0.run("BEGIN")
            try pair.1.run("BEGIN")
            if try Log.size(pair.0) == Log.size(pair.1) { return pair }
        }
        throw Problem(
            .locked, "the database changes faster than it can be read", at: path,
            next: "rescind audit copy FILE, then verify the copy")
    }

    private static let attemptsMax = 100

    private func checkLog(_ connection: Connection) throws -> Finding {
        var known = KnownCheckpoints(
            origin: try Log.origin(connection), verifiers: verifiers)
        try known.add(connection, beside: CheckpointFile(beside: connection.path))
        for file in elsewhere { try known.add(file) }
        let archives = try ArchiveActs.all(connection)
        var check = LogCheck(
            known.claims, size: try Log.size(connection), hasArchives: !archives.isEmpty)
        let damage = try Self.fault { try check.run(connection) }
        // Here and not with the derived tables: so the two halves take about the same time.
        var items: AuditFault?
        let itemDamage = try Self.fault { items = try ItemsCheck(connection).firstFault() }
        let faults =
            known.faults + [check.fault, damage, items ?? itemDamage].compactMap(\.self)
        var remarks = known.remarks
        let tail = check.records - Int64(check.covered)
        if faults.isEmpty, tail > 0 {
            remarks.append("the last \(tail) records are not covered by a checkpoint yet")
        }
        return Finding(
            records: check.records, checkpoints: known.count, covered: Int64(check.covered),
            faults: faults, remarks: remarks, archives: archives)
    }

    /// Everything that follows from evidence.
    private static func derivedFaults(_ handover: Handover) throws -> [AuditFault] {
        let connection = handover.connection
        let checks: [() throws -> AuditFault?] = [
            { try SchemaCheck.firstFault(connection) },
            { try ArchiveCheck(connection).firstFault() },
            { try MoneyCheck(connection).firstFault() },
            { try StateCheck(connection).firstFault() },
            { try PageCheck.firstFault(connection) },
        ]
        return try checks.compactMap { check in
            var found: AuditFault?
            let damage = try fault { found = try check() }
            return found ?? damage
        }
    }

    /// A file that SQLite cannot read is one that somebody changed.
    private static func fault(_ check: () throws -> Void) throws -> AuditFault? {
        do {
            try check()
            return nil
        } catch let error as SQLiteError where !error.isBusy {
            return AuditFault("database", "it is damaged (\(error.message))")
        } catch let problem as Problem where problem.word == .auditInvalid {
            return AuditFault("database", problem.what)
        }
    }
}

/// Carries a connection to the one task that uses it.
// Safe: whoever hands it over never touches it again.
private struct Handover: @unchecked Sendable {
    let connection: Connection
}

extension AuditVerifier.Finding {
    fileprivate func adding(_ others: [AuditFault]) -> Self {
        var sum = self
        sum.faults += others
        return sum
    }
}
