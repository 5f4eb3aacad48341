// SPDX-License-Identifier: MIT

import Formats
package import Model
package import SQLite

/// Moves the exchanges and raw rows of old runs into a sealed file, step by step.
///
/// The act is on record before anything moves; the file is whole, verified and on the disk before
/// the record loses a byte; and what it loses goes in one transaction with the act that says so.
/// After a kill at any moment the same command goes on.
package struct Archiving {
    private let connection: Connection
    private let checkpoints: Checkpoints
    private let actor: Actor
    private let ticket: String?

    package init(
        _ connection: Connection, checkpoints: Checkpoints, actor: Actor, ticket: String? = nil
    ) {
        self.connection = connection
        self.checkpoints = checkpoints
        self.actor = actor
        self.ticket = ticket
    }

    /// What an archive did.
    package struct Moved: Sendable {
        package let archive: ArchiveOnRecord
        package let file: SealedFile.Facts
        package let exchanges: Int64
        package let items: Int64
        /// The archive is in order whatever these say; they are messages.
        package var problems: [Problem]
    }

    package func candidates(before: Timestamp) throws -> ArchiveCandidates {
        try ArchiveCandidates(before: before, connection)
    }

    /// The archive into this file that was begun and not carried out.
    package func unfinished(before: Timestamp, into file: String) throws -> ArchiveOnRecord? {
        guard let newest = try ArchiveActs.all(connection).last, newest.ended == nil,
            newest.file == file, newest.before == before
        else { return nil }
        return newest
    }

    /// Puts on record what is going to move, and where.
    package func begin(
        _ candidates: ArchiveCandidates, before: Timestamp, into file: String, at: Timestamp
    ) throws -> ArchiveOnRecord {
        guard !SmallFile.exists(file) else { throw SealedFile.taken(file) }
        let signed = try connection.transaction {
            let scope = ArchiveScope(
                runs: candidates.runs, before: before, begun: try Log.size(connection))
            let sealed = try Remains(connection) { part in
                "(\(part.isBare)) OR (\(scope.staysBehind(part)))"
            }
            let detail = ArchiveActs.detail(
                before: before, file: file, runs: scope.runs, sealed: sealed.hex)
            return try append(.archive, detail, at)
        }
        _ = try deliver(signed, at)
        guard let archive = try unfinished(before: before, into: file) else {
            throw Problem(.internal, "the act of the archive is not on record")
        }
        return archive
    }

    /// Writes the sealed file, or proves the one that a killed command left.
    package func seal(_ archive: ArchiveOnRecord) async throws -> SealedFile.Facts {
        // It was signed by whoever signed the record so far; this is about the copy.
        let verifiers = try KeyAct.verifiers(connection) + [checkpoints.verifier]
        let file = SealedFile(archive, verifiers: verifiers)
        if SmallFile.exists(archive.file) {
            try await file.check(against: connection)
        } else {
            try await file.make(from: connection)
        }
        return try file.facts()
    }

    /// Takes out of the record what is in the sealed file, and says so, in one transaction.
    package func carryOut(
        _ archive: ArchiveOnRecord, _ file: SealedFile.Facts, at: Timestamp
    ) throws -> Moved {
        // What is freed is overwritten: otherwise it could still be read in the file.
        try connection.run("PRAGMA secure_delete = ON")
        let (signed, counts) = try connection.transaction {
            let counts = try Stripping.strip(connection, where: archive.scope.goes)
            let detail = ArchiveActs.ending(
                archive, file, exchanges: counts.exchanges, items: counts.items,
                left: try Remains(connection).hex)
            return (try append(.archiveEnded, detail, at), counts)
        }
        return Moved(
            archive: archive, file: file, exchanges: counts.exchanges, items: counts.items,
            problems: try deliver(signed, at) + shrink())
    }

    /// The act and the checkpoint that covers it: bare rows are proven by nothing else.
    private func append(
        _ kind: Act.Kind, _ detail: JSON.Value, _ at: Timestamp
    ) throws -> Checkpoints.Signed? {
        var log = try Log(connection)
        try Act(kind, at: at, actor: actor, ticket: ticket, detail: detail).append(to: &log)
        try log.close()
        return try checkpoints.checkpoint(connection, at)
    }

    private func deliver(_ signed: Checkpoints.Signed?, _ at: Timestamp) throws -> [Problem] {
        try checkpoints.deliver(signed, connection, at)?.problems ?? []
    }

    /// Gives the space back; what was in it is overwritten already.
    private func shrink() -> [Problem] {
        do throws(SQLiteError) {
            try connection.run("VACUUM")
            _ = try connection.checkpoint()
            return []
        } catch {
            var problem = error.problem(at: connection.path)
            problem.what = "the archive is made; the record keeps its size: " + problem.what
            return [problem]
        }
    }
}
