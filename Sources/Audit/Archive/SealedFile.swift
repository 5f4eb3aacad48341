// SPDX-License-Identifier: MIT

import Glibc
package import Model
import Proof
import SQLite

/// The file an archive goes into: a record of its own, read like any other and never written again.
///
/// It holds the whole log, every key, state and sum, and the exchanges and raw rows of the runs
/// that were archived; those of other runs are not in it.
package struct SealedFile {
    /// What is known of a file that is finished.
    package struct Facts: Sendable {
        package let path: String
        package let sha256: String
        package let byteCount: Int64
    }

    private let path: String
    private let archive: ArchiveOnRecord
    private let verifiers: [NoteVerifier]

    init(_ archive: ArchiveOnRecord, verifiers: [NoteVerifier]) {
        path = archive.file
        self.archive = archive
        self.verifiers = verifiers
    }

    private var draft: String { Draft.path(of: path) }

    /// Writes the file beside its place, verifies it there, and moves it once it is on the disk.
    func make(from connection: Connection) async throws {
        Draft.remove(draft)
        do {
            try write(from: connection)
            try await verify(draft, of: connection.path)
            guard try SmallFile.settle(draft, as: path, mode: 0o400) else {
                throw Self.taken(path)
            }
        } catch {
            Draft.remove(draft)
            throw error
        }
    }

    private func write(from connection: Connection) throws {
        try connection.copy(to: draft)
        try strip()
        // One file, which can also be read where nothing can be written.
        try Connection.writer(draft).run("PRAGMA journal_mode = DELETE")
    }

    private func strip() throws {
        let copy = try Connection.writer(draft)
        try copy.transaction {
            _ = try Stripping.strip(copy, where: archive.scope.staysBehind)
        }
        try copy.setApplicationID(Schema.archiveID)
        try copy.run("VACUUM")
        _ = try copy.checkpoint()
    }

    /// Proves that the file at its place is what the archive is to go into.
    func check(against connection: Connection) async throws {
        let sealed = try AuditFile.forReading(path)
        let sql = "SELECT note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1"
        let notes = try [sealed, connection].map { database in
            try database.first(sql, archive.begun) { $0.text(0) }
        }
        guard try AuditFile.isArchive(sealed), notes[0] != nil, notes[0] == notes[1] else {
            throw Self.taken(path)
        }
        try await verify(path, of: path)
    }

    private func verify(_ file: String, of place: String) async throws {
        let finding = try await AuditVerifier(path: file, verifiers: verifiers).run()
        guard let fault = finding.firstBad else { return }
        throw Problem(
            .auditInvalid, "nothing was archived, for the record does not verify: \(fault)",
            at: place, next: "rescind audit verify")
    }

    /// Its size and digest, read from the disk.
    func facts() throws(Problem) -> Facts {
        var state = SHA256()
        let count = try SmallFile.each(path) { state.update($0) }
        return Facts(path: path, sha256: state.digest.hex, byteCount: Int64(count))
    }

    /// The absolute path of a file that is to be made.
    package static func place(_ name: String) throws(Problem) -> String {
        let (folder, file) = SmallFile.split(name)
        guard !file.isEmpty, let real = realpath(folder, nil) else { throw SmallFile.failure(name) }
        defer { free(real) }
        let absolute = String(cString: real)
        return (absolute == "/" ? "" : absolute) + "/" + file
    }

    static func taken(_ path: String) -> Problem {
        Problem(.usage, "there is a file of this name", at: path, next: "name another")
    }
}
