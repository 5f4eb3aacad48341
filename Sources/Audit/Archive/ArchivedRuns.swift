// SPDX-License-Identifier: MIT

import Model
package import SQLite

/// Tells where the exchanges and raw rows of a run are, where they are not here.
package struct ArchivedRuns {
    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// The archive that holds them; nil where they are here.
    package func archive(of run: Int64) throws -> ArchiveOnRecord? {
        guard try isBare(run) else { return nil }
        return try ArchiveActs.all(connection).last { $0.runs.contains(run) }
    }

    /// Refuses what cannot be answered without them; `words` is the command that asks.
    package func require(_ run: Int64, for words: String) throws {
        guard try isBare(run) else { return }
        guard let archive = try archive(of: run) else {
            throw Problem(
                .usage, "run \(run) is not in this archive; its exchanges are in the record",
                at: connection.path, next: "name the record with --audit FILE")
        }
        throw Problem(
            .usage,
            "the exchanges and raw rows of run \(run) went into an archive on "
                + "\(archive.at.day)", at: archive.file,
            next: "rescind \(words) --audit \(archive.file)")
    }

    private func isBare(_ run: Int64) throws -> Bool {
        let item = try connection.first(
            "SELECT 1 FROM item_leaf WHERE run = ? LIMIT 1", run
        ) { _ in true }
        if item != nil { return true }
        return try connection.first(
            "SELECT 1 FROM request WHERE run = ? AND \(ArchivedPart.request.isBare) LIMIT 1", run
        ) { _ in true } ?? false
    }
}
