// SPDX-License-Identifier: MIT

import Glibc
import Model
package import Proof
import SQLite

/// Proves a whole audit database, or names what is wrong with it; it never writes.
package struct AuditVerifier: Sendable {
    package let path: String
    package let verifiers: [NoteVerifier]
    /// Files of checkpoints that were kept elsewhere.
    package let elsewhere: [CheckpointFile]
    /// How many records a thread takes at a time; a power of two.
    package var blockRecords = LeafBlock.records

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

    /// Two threads or more share the work, all over the same state of the database.
    package func run() async throws -> Finding {
        // Read first: whoever sends meanwhile notes more than the snapshots hold.
        let mark = try SentMark.read(beside: path)
        let connections = try snapshots(Self.threads)
        let first = connections[0]
        var known = KnownCheckpoints(origin: try Log.origin(first), verifiers: verifiers)
        try known.add(first, beside: CheckpointFile(beside: first.path))
        if let mark { known.add(mark, SentMark.path(beside: path)) }
        for file in elsewhere { try known.add(file) }
        var bounds = try LogCheck.bounds(known.claims, first)
        bounds.blockRecords = blockRecords
        let board = VerifyBoard()
        try await withThrowingTaskGroup { [bounds] group in
            for connection in connections {
                let handover = Handover(connection: connection)
                group.addTask { try Self.work(board, bounds, handover) }
            }
            try await group.waitForAll()
        }
        return try finding(board.results, known, bounds, first)
    }

    private static let threadsMax = 4

    private static var threads: Int {
        min(max(2, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), threadsMax)
    }

    /// Connections over one state; somebody may be writing meanwhile.
    private func snapshots(_ count: Int) throws -> [Connection] {
        for _ in 0..<Self.attemptsMax {
            let all = try (0..<count).map { _ in try AuditFile.forReading(path) }
            for connection in all { try connection.run("BEGIN") }
            if Set(try all.map { try Log.size($0) }).count == 1 { return all }
        }
        throw Problem(
            .locked, "the database changes faster than it can be read", at: path,
            next: "rescind audit copy FILE, then verify the copy")
    }

    private static let attemptsMax = 100

    private static func work(
        _ board: VerifyBoard, _ bounds: LeafBlock.Bounds, _ handover: Handover
    ) throws {
        while let task = board.next() {
            let damage = try fault {
                board.put(try task.findings(bounds, handover.connection), of: task)
            }
            if let damage { board.put(damage, of: task) }
        }
    }

    private func finding(
        _ results: VerifyBoard.Results, _ known: KnownCheckpoints, _ bounds: LeafBlock.Bounds,
        _ connection: Connection
    ) throws -> Finding {
        var log = LogCheck(known.claims)
        var number: Int64 = 0
        while let block = results.blocks[number] {
            log.add(block)
            number += 1
        }
        let isWhole = results.faults[VerifyTask.block(0).rank] == nil
        let damage = try isWhole ? Self.fault { try log.finish(bounds.size, connection) } : nil
        var faults = known.faults + [log.fault, damage, log.markFault].compactMap(\.self)
        faults += results.faults.sorted { $0.key < $1.key }.flatMap(\.value)
        if isWhole, log.fault == nil, damage == nil { faults += results.indexFaults(log.sums) }
        return Finding(
            records: log.records, checkpoints: known.count, covered: Int64(log.covered),
            faults: faults, remarks: known.remarks + (faults.isEmpty ? log.remarks : []),
            archives: try ArchiveActs.all(connection))
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
// Safe: whoever hands it over does not touch it again before that task has ended.
private struct Handover: @unchecked Sendable {
    let connection: Connection
}
