// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// Recomputes every leaf and holds the tree against the head and against every checkpoint.
struct LogCheck {
    private(set) var records: Int64 = 0
    private(set) var fault: AuditFault?
    /// The size of the newest checkpoint the log fits.
    private(set) var covered = 0

    private var frontier = MerkleFrontier()
    private var claims: ArraySlice<KnownCheckpoints.Claim>
    private let size: Int64
    /// Whether rows may be bare: `ArchiveCheck` then proves what is left of them.
    private let hasArchives: Bool

    init(_ claims: [KnownCheckpoints.Claim], size: Int64, hasArchives: Bool) {
        self.claims = claims.sorted { $0.size < $1.size }[...]
        self.size = size
        self.hasArchives = hasArchives
    }

    mutating func run(_ connection: Connection) throws {
        let reader = try EvidenceReader(connection)
        checkClaims()
        while fault == nil, let entry = try reader.next() { check(entry) }
        guard fault == nil else { return }
        try checkEnd(connection)
    }

    private mutating func check(_ entry: EvidenceReader.Entry) {
        let expected = Int64(frontier.size)
        let place = entry.table.name
        guard entry.position == expected else {
            fault =
                entry.position > expected
                ? AuditFault(record: expected, "log", "this record is missing")
                : AuditFault(record: entry.position, place, "two records have this position")
            return
        }
        guard entry.position < size else {
            fault = AuditFault(
                record: entry.position, place, "it stands beyond the end of the log, \(size)")
            return
        }
        guard let stored = entry.stored,
            stored == entry.computed || hasArchives && entry.isBare
        else {
            fault = AuditFault(
                record: entry.position, place, "its columns are not those of its stored hash")
            return
        }
        frontier.append(stored)
        records += 1
        checkClaims()
    }

    /// Holds the tree against the checkpoints of exactly its size.
    private mutating func checkClaims() {
        while let claim = claims.first, claim.size == frontier.size, fault == nil {
            claims = claims.dropFirst()
            guard frontier.root == claim.root else {
                fault = AuditFault(
                    record: Int64(min(covered, max(0, claim.size - 1))), "log",
                    "somewhere from here to record \(claim.size - 1) the log was rewritten:"
                        + " it is not what \(claim.place) signed")
                return
            }
            covered = claim.size
        }
    }

    private mutating func checkEnd(_ connection: Connection) throws {
        if let claim = claims.last {
            fault = AuditFault(
                record: records, "log",
                "the records from here on are missing: \(claim.place) has signed \(claim.size)")
        } else if records < size {
            fault = AuditFault(
                record: records, "log", "the records from here to \(size) are missing")
        } else if try Log.head(connection) != frontier {
            fault = AuditFault("log_head", "it is not the edge of the log's tree")
        }
    }
}
