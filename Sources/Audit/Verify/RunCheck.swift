// SPDX-License-Identifier: MIT

import Model
package import Proof
package import SQLite

/// Holds what a report or statement says of one run against the evidence it follows from.
///
/// It costs as much as the run is large, so that it can be made every time. That nobody rewrote the
/// log with all its hashes only the whole of it can prove: that is left to `audit verify`.
package struct RunCheck {
    private let connection: Connection
    private let verifiers: [NoteVerifier]

    /// - Parameter verifiers: the keys whose checkpoints are believed.
    package init(_ connection: Connection, verifiers: [NoteVerifier]) {
        self.connection = connection
        self.verifiers = verifiers
    }

    package func firstFault(of run: Int64) throws -> AuditFault? {
        do {
            return try connection.snapshot { try newestCheckpoint() ?? rows(of: run) }
        } catch let error as SQLiteError where !error.isBusy {
            return AuditFault("database", "it is damaged (\(error.message))")
        }
    }

    /// The same of the run's rows alone, whoever signed the log they are in.
    ///
    /// A file that cannot be read is thrown as what it is: whoever sends may try again.
    package static func firstFaultOfRows(
        of run: Int64, _ connection: Connection
    ) throws -> AuditFault? {
        let check = RunCheck(connection, verifiers: [])
        return try connection.snapshot { try check.rows(of: run) }
    }

    private func rows(of run: Int64) throws -> AuditFault? {
        try ItemsCheck(connection).firstFault(of: run)
            ?? StateCheck(connection, run: run).firstFault() ?? leaves(of: run)
    }

    /// What is wrong with what reconciling left, on which every statement rests.
    package func firstFaultOfMoney() throws -> AuditFault? {
        try connection.snapshot { try MoneyCheck(connection).firstFault() }
    }

    /// The newest checkpoint must be signed, within the log, and its root where it covers it all.
    private func newestCheckpoint() throws -> AuditFault? {
        let newest = try connection.first(
            "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1"
        ) { (size: $0.int(0), note: $0.text(1)) }
        guard let newest else { return nil }
        let place = "checkpoint \(newest.size)"
        guard let note = try? SignedNote(parsing: newest.note),
            let checkpoint = try? note.checkpoint(verifiedBy: verifiers),
            try checkpoint.origin == Log.origin(connection),
            Int64(checkpoint.size) == newest.size
        else { return AuditFault(place, "it is not signed as a checkpoint of this log") }
        let head = try Log.head(connection)
        guard head.size >= checkpoint.size else {
            return AuditFault("log", "records that \(place) has signed are missing")
        }
        let isSame = head.size > checkpoint.size || head.root == checkpoint.root
        return isSame ? nil : AuditFault("log_head", "it is not what \(place) signed")
    }
}

// MARK: The evidence of the run
extension RunCheck {
    /// Every row of the run must be what the hash says that was stored with it.
    private func leaves(of run: Int64) throws -> AuditFault? {
        // An archive has what the hashes were made of.
        guard try ArchivedRuns(connection).archive(of: run) == nil else { return nil }
        for table in EvidenceTable.allCases {
            if let fault = try leaves(table, run) { return fault }
        }
        return nil
    }

    private func leaves(_ table: EvidenceTable, _ run: Int64) throws -> AuditFault? {
        let rows = try connection.cursor(table.select(where: table.ofRun), run)
        var encoder = LeafEncoder()
        while try rows.next() {
            encoder.begin(type: table.type)
            encoder.columns(0..<table.columnCount, of: rows.row)
            let stored = rows.row.withBytes(table.columnCount) { Digest(rawBytes: $0) }
            if stored != encoder.hash {
                return AuditFault(
                    record: rows.row.int(0), table.name,
                    "its columns are not those of its stored hash")
            }
        }
        return nil
    }
}

extension EvidenceTable {
    fileprivate var ofRun: String {
        self == .answer ? "request IN (SELECT seq FROM request WHERE run = ?)" : "run = ?"
    }
}
