// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// Puts the blocks of the log together and holds the tree against the head and every checkpoint.
struct LogCheck {
    private(set) var records: Int64 = 0
    private(set) var fault: AuditFault?
    /// What the mark of what was sent does not fit; the log itself may be in order.
    private(set) var markFault: AuditFault?
    /// The size of the newest checkpoint the log fits.
    private(set) var covered = 0
    private(set) var sums = EvidenceSums()
    /// How many records behind the newest checkpoint only say how checkpoints were anchored.
    private var anchored: Int64 = 0

    private var frontier = MerkleFrontier()
    private var claims: ArraySlice<KnownCheckpoints.Claim>

    init(_ claims: [KnownCheckpoints.Claim]) {
        self.claims = claims.sorted { $0.size < $1.size }[...]
    }

    /// What every block is held against.
    static func bounds(
        _ claims: [KnownCheckpoints.Claim], _ connection: Connection
    ) throws -> LeafBlock.Bounds {
        let last = try EvidenceTable.allCases.map { table in
            try connection.first("SELECT max(seq) FROM \(table.name)") { $0.intOrNil(0) } ?? nil
        }
        return LeafBlock.Bounds(
            size: try Log.size(connection), last: last.compactMap(\.self).max() ?? -1,
            hasArchives: try !ArchiveActs.all(connection).isEmpty,
            signed: Set(claims.map(\.size)).sorted())
    }

    /// Takes in the next block; they come in the order of the log.
    mutating func add(_ block: LeafBlock) {
        guard fault == nil else { return }
        for mark in block.marks {
            var tree = frontier
            tree.append(mark.frontier)
            check(tree)
        }
        guard fault == nil else { return }
        frontier.append(block.frontier)
        records = Int64(frontier.size)
        sums.add(block.sums)
        fault = block.fault
    }

    /// Holds the tree against the checkpoints of exactly its size.
    private mutating func check(_ tree: MerkleFrontier) {
        while let claim = claims.first, claim.size == tree.size, fault == nil {
            claims = claims.dropFirst()
            guard claim.isSigned else {
                if tree.root != claim.root { markFault = Self.misfit(claim) }
                continue
            }
            guard tree.root == claim.root else {
                fault = AuditFault(
                    record: Int64(min(covered, max(0, claim.size - 1))), "log",
                    "somewhere from here to record \(claim.size - 1) the log was rewritten:"
                        + " it is not what \(claim.place) signed")
                return
            }
            covered = claim.size
        }
    }

    private static func misfit(_ claim: KnownCheckpoints.Claim) -> AuditFault {
        AuditFault(
            claim.place,
            "of the first \(claim.size) records it says another thing than the log:"
                + " one of the two was changed")
    }

    /// Looks at the end, once all blocks are in.
    mutating func finish(_ size: Int64, _ connection: Connection) throws {
        guard fault == nil else { return }
        anchored = try AnchorAct.count(from: Int64(covered), connection)
        if let claim = claims.last {
            fault = AuditFault(
                record: records, "log",
                "the records from here on are missing: \(claim.place) has "
                    + (claim.isSigned ? "signed" : "noted") + " \(claim.size)")
        } else if records < size {
            fault = AuditFault(
                record: records, "log", "the records from here to \(size) are missing")
        } else if try Log.head(connection) != frontier {
            fault = AuditFault("log_head", "it is not the edge of the log's tree")
        }
    }

    /// What a person should know of a log without a fault.
    var remarks: [String] {
        let tail = records - Int64(covered)
        if tail == 0 { return [] }
        return [
            tail == anchored
                ? "how the newest checkpoint was anchored is itself covered by the next"
                : "the last \(tail) records are not covered by a checkpoint yet"
        ]
    }
}
