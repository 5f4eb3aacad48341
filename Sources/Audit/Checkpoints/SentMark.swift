// SPDX-License-Identifier: MIT

import Glibc
import Model
package import Proof
package import SQLite

/// How far the record went when something last left, in a file of its own beside the database.
///
/// A record that lost its newest part (the `-wal` of a killed process was taken for litter, last
/// week's copy was put back) looks whole and has forgotten what was cancelled since: the next night
/// would cancel it again. Checkpoints do not show it, for they are made when a command ends.
///
/// The text is that of a checkpoint, unsigned. It is written after the commit and before anything
/// of it leaves, so it never says more than the record held. It is not synced: what must survive
/// is a killed process, and a power cut leaves an older mark, which is true as well.
package final class SentMark: Sendable {
    private static let bytesMax = 4096

    private let path: String
    private let origin: String
    private let file: Int32

    /// Opens the mark of a database, making it where there is none.
    package init(_ connection: Connection) throws {
        path = Self.path(beside: connection.path)
        origin = try Log.origin(connection)
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SmallFile.failure(path) }
    }

    deinit { close(file) }

    /// Notes what the record holds now; it only ever grows, so the new text covers the old.
    package func write(_ head: MerkleFrontier) throws {
        let text = try Checkpoint(origin: origin, size: head.size, root: head.root).text
        let bytes = Array(text.utf8)
        // Whoever reads meanwhile must not see half of it.
        guard flock(file, LOCK_EX) == 0 else { throw SmallFile.failure(path) }
        defer { flock(file, LOCK_UN) }
        guard pwrite(file, bytes, bytes.count, 0) == bytes.count else {
            throw SmallFile.failure(path)
        }
    }

    static func path(beside database: String) -> String { database + ".sent" }

    /// What the mark beside a database says; nil where nothing was sent from it.
    static func read(beside database: String) throws(Problem) -> Checkpoint? {
        let path = path(beside: database)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SmallFile.failure(path)
        }
        defer { close(file) }
        guard flock(file, LOCK_SH) == 0 else { throw SmallFile.failure(path) }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count >= 0 else { throw SmallFile.failure(path) }
        // A process killed before the first commit leaves it empty.
        if count == 0 { return nil }
        do {
            return try Checkpoint(parsing: String(decoding: bytes.prefix(count), as: UTF8.self))
        } catch {
            throw Problem(
                .auditInvalid, "this does not say how far the record beside it went: \(error)",
                at: path, next: "rescind audit verify, then take the file away")
        }
    }
}

// MARK: What it protects from
extension SentMark {
    /// Refuses to write a new record where one was that things were sent from.
    static func refuseLoss(of database: String) throws(Problem) {
        guard !SmallFile.exists(database), let mark = try read(beside: database) else { return }
        throw lost(mark, database)
    }

    /// Refuses to write on a record that has forgotten what was sent.
    static func refuseLoss(_ connection: Connection) throws {
        guard let mark = try read(beside: connection.path) else { return }
        guard try Log.origin(connection) == mark.origin else { throw lost(mark, connection.path) }
        let size = try Log.size(connection)
        guard size < mark.size else { return }
        throw Problem(
            .auditInvalid,
            "the record ends at \(size) and had \(mark.size) when something last left:"
                + " this is an older copy, or its newest part (the -wal file) is gone",
            at: connection.path, next: wayOut(connection.path))
    }

    private static func lost(_ mark: Checkpoint, _ database: String) -> Problem {
        Problem(
            .auditInvalid,
            "the record that things were sent from is gone: it had \(mark.size) entries",
            at: database, next: wayOut(database))
    }

    private static func wayOut(_ database: String) -> String {
        "bring the newest record back; without it, find out what was cancelled"
            + " (rescind reconcile), then take \(path(beside: database)) away"
    }
}
