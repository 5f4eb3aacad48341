// SPDX-License-Identifier: MIT

import Glibc
import Model
package import Proof
package import SQLite

/// How far the record went when something last left, in files of its own.
///
/// A record that lost its newest part (the `-wal` of a killed process was taken for litter, last
/// week's copy was put back) looks whole and has forgotten what was cancelled since: the next night
/// would cancel it again. Checkpoints do not show it, for they are made when a command ends.
///
/// There is a mark beside the database, which goes where it goes, and one in the user's data
/// folder, which stays where a folder is put back whole, or a copy of it is sent from as well.
///
/// The text is that of a checkpoint, unsigned. It is written after the commit and before anything
/// of it leaves, so it never says more than the record held. It is not synced: what must survive
/// is a killed process, and a power cut leaves an older mark, which is true as well.
package final class SentMark: Sendable {
    private let origin: String
    private let files: [MarkFile]

    /// Opens the marks of a database, making them where there are none.
    package init(_ connection: Connection, home: String = SigningKey.dataFolder) throws {
        origin = try Log.origin(connection)
        let home = Self.path(in: home, origin)
        try? SmallFile.makeFolders(above: home)
        // A user without a folder to write in has one mark less.
        files =
            [try MarkFile(Self.path(beside: connection.path))]
            + [try? MarkFile(home)].compactMap(\.self)
    }

    /// Notes what the record holds now; it only ever grows, so the new text covers the old.
    package func write(_ head: MerkleFrontier) throws {
        let text = try Checkpoint(origin: origin, size: head.size, root: head.root).text
        for file in files { try file.write(Array(text.utf8)) }
    }

    private static func path(in home: String, _ origin: String) -> String {
        home + "/rescind/sent/" + SigningKey.name(of: origin)
    }

    static func path(beside database: String) -> String { database + ".sent" }

    /// What the mark beside a database says; nil where nothing was sent from it.
    static func read(beside database: String) throws(Problem) -> Checkpoint? {
        try read(path(beside: database))
    }

    private static func read(_ path: String) throws(Problem) -> Checkpoint? {
        guard let bytes = try MarkFile.read(path) else { return nil }
        // A process killed before the first commit leaves it empty.
        if bytes.isEmpty { return nil }
        do {
            return try Checkpoint(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Problem(
                .auditInvalid, "this does not say how far the record went: \(error)", at: path,
                next: "rescind audit verify, then take the file away")
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
    static func refuseLoss(_ connection: Connection, home: String) throws {
        let origin = try Log.origin(connection)
        let size = try Log.size(connection)
        var (most, beyond): (Int64, [String]) = (size, [])
        for path in [path(beside: connection.path), path(in: home, origin)] {
            guard let mark = try read(path) else { continue }
            guard origin == mark.origin else { throw lost(mark, connection.path) }
            guard size < mark.size else { continue }
            most = max(most, Int64(mark.size))
            beyond.append(path)
        }
        guard !beyond.isEmpty else { return }
        throw Problem(
            .auditInvalid,
            "the record ends at \(size) and had \(most) when something last left:"
                + " this is an older copy, or its newest part (the -wal file) is gone",
            at: connection.path, next: wayOut(beyond))
    }

    private static func lost(_ mark: Checkpoint, _ database: String) -> Problem {
        Problem(
            .auditInvalid,
            "the record that things were sent from is gone: it had \(mark.size) entries",
            at: database, next: wayOut([path(beside: database)]))
    }

    private static func wayOut(_ marks: [String]) -> String {
        "bring the newest record back; without it, find out what was cancelled"
            + " (rescind reconcile), then take \(marks.joined(separator: " and ")) away"
    }
}
