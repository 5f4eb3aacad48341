// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Holds what archives left of their rows against the digests in their acts.
///
/// A bare row cannot prove itself: that it is the archive's doing, and what its other columns were,
/// is known from the act alone. So that act must be signed.
struct ArchiveCheck {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func firstFault() throws -> AuditFault? {
        let archives = try ArchiveActs.all(connection)
        let remains = archives.isEmpty ? nil : try Remains(connection)
        guard try leaves() == remains?.items ?? 0 else {
            return AuditFault("item_leaf", "it has hashes of items that no archive took")
        }
        guard let newest = archives.last, let remains else { return nil }
        let act = newest.ended ?? newest.begun
        guard try act < Checkpoints.newest(connection) else {
            return AuditFault(record: act, "act", "no checkpoint signs this archive")
        }
        guard try remains.hex == expected(archives, newest) else {
            return AuditFault(
                record: act, "act", "what this archive left of rows is not what it signed")
        }
        return nil
    }

    /// The archive's own file lacks what the others have; the record lacks what archives took.
    private func expected(
        _ archives: [ArchiveOnRecord], _ newest: ArchiveOnRecord
    ) throws -> String {
        if try AuditFile.isArchive(connection) { return newest.sealed }
        let carriedOut = archives.last { $0.ended != nil }
        return carriedOut.map { $0.left ?? "" } ?? Remains.none
    }

    private func leaves() throws -> Int64 {
        try connection.first("SELECT count(*) FROM item_leaf") { $0.int(0) } ?? 0
    }
}
