// SPDX-License-Identifier: MIT

import Model
import Proof
package import SQLite

/// Opens the audit database, making it where there is none.
package enum AuditFile {
    /// A connection that may write; the file is made, 0600, with its schema when it is missing.
    ///
    /// - Parameter home: where the user's data lies, with what was noted of this record.
    package static func forWriting(
        _ path: String, home: String = SigningKey.dataFolder
    ) throws -> Connection {
        try refuseArchive(path)
        try SentMark.refuseLoss(of: path)
        let connection = try Connection.writer(path)
        // Whoever writes a row knows the place of the request it refers to, for it wrote that too;
        // looking each up again took a tenth of the time of writing.
        try connection.run("PRAGMA foreign_keys = OFF")
        try prepare(connection)
        try SentMark.refuseLoss(connection, home: home)
        return connection
    }

    /// An archive is not even opened for writing: that alone would change its file.
    private static func refuseArchive(_ path: String) throws {
        guard let reader = try? Connection.reader(path), try isArchive(reader) else { return }
        throw Problem(
            .usage, "this is an archive, which is never written again", at: path,
            next: "name the record with --audit FILE")
    }

    /// Whether this is the sealed file of an archive and not the record itself.
    package static func isArchive(_ connection: Connection) throws -> Bool {
        try connection.applicationID() == Schema.archiveID
    }

    /// A connection that reads what is there.
    package static func forReading(_ path: String) throws -> Connection {
        let connection = try Connection.reader(path)
        try checkIdentity(connection)
        return connection
    }

    /// Writes a copy as of this moment to a new file, which appears whole or not at all.
    package static func copy(_ connection: Connection, to path: String) throws {
        let draft = Draft.path(of: path)
        Draft.remove(draft)
        defer { Draft.remove(draft) }
        try connection.copy(to: draft)
        guard try SmallFile.settle(draft, as: path, mode: 0o600) else {
            throw SealedFile.taken(path)
        }
    }

    /// A database that lives in memory, for rehearsals of the mind and for tests.
    package static func inMemory() throws -> Connection {
        let connection = try Connection.memory()
        try prepare(connection)
        return connection
    }

    private static func prepare(_ connection: Connection) throws {
        if try isCurrent(connection) { return }
        try connection.transaction {
            // Another process may have made it while this one waited for the lock.
            if try isCurrent(connection) { return }
            try make(connection)
        }
    }

    private static func isCurrent(_ connection: Connection) throws -> Bool {
        let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) }
        guard tables ?? 0 > 0 else { return false }
        try checkIdentity(connection)
        return true
    }

    private static func checkIdentity(_ connection: Connection) throws {
        let id = try connection.applicationID()
        guard id == Schema.applicationID || id == Schema.archiveID else {
            throw Problem(
                .usage, "this is not an audit database of rescind", at: connection.path,
                next: "name another file with --audit FILE")
        }
        let version = try connection.schemaVersion()
        guard version == Schema.version else {
            throw Problem(
                .usage, "the audit database has schema \(version), this program \(Schema.version)",
                at: connection.path, next: "use the rescind that wrote it")
        }
    }

    private static func make(_ connection: Connection) throws {
        for sql in Schema.statements { try connection.run(sql) }
        try connection.run(
            "INSERT INTO log_head (only, origin, size, frontier) VALUES (1, ?, 0, ?)",
            LogOrigin.fresh(), MerkleFrontier().serialized)
        try connection.setApplicationID(Schema.applicationID)
        try connection.setSchemaVersion(Schema.version)
    }
}
