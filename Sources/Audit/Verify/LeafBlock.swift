// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// One stretch of the log, recomputed leaf by leaf apart from all others.
///
/// Its length is a power of two and it begins at a multiple of it, so that its leaves are a subtree
/// of the log's tree and blocks can be hashed in any order, by several threads.
struct LeafBlock {
    static let records = 1 << 16

    /// What a block must be held against.
    struct Bounds: Sendable {
        /// How long a block is: a power of two.
        var blockRecords = LeafBlock.records
        /// How many records the log says it has.
        let size: Int64
        /// The highest position that any record stands at.
        let last: Int64
        /// Whether rows may be bare: `ArchiveCheck` then proves what is left of them.
        let hasArchives: Bool
        /// The sizes that checkpoints have signed, ascending.
        let signed: [Int]
    }

    /// The tree of its own leaves.
    private(set) var frontier = MerkleFrontier()
    /// The trees of its first leaves, up to each signed size that lies in it.
    private(set) var marks: [(size: Int, frontier: MerkleFrontier)] = []
    private(set) var fault: AuditFault?
    private(set) var sums = EvidenceSums()

    private let start: Int64
    private let bounds: Bounds
    private var signed: ArraySlice<Int>

    init(_ number: Int64, _ bounds: Bounds) {
        start = number * Int64(bounds.blockRecords)
        self.bounds = bounds
        let start = Int(start)
        let first = bounds.signed.firstIndex { $0 > start || start == 0 } ?? bounds.signed.endIndex
        signed = bounds.signed[first...]
    }

    /// Whether it holds all it can hold: another one may follow.
    var isFull: Bool { frontier.size == bounds.blockRecords }

    mutating func read(_ connection: Connection) throws {
        var reader = try EvidenceReader(
            connection, from: start == 0 ? .min : start, to: start + Int64(bounds.blockRecords))
        mark()
        while fault == nil, let entry = try reader.next() { check(entry) }
        sums = reader.sums
        if fault == nil, !isFull, expected <= bounds.last { fault = Self.missing(expected) }
    }

    private var expected: Int64 { start + Int64(frontier.size) }

    private mutating func check(_ entry: EvidenceReader.Entry) {
        fault = misplaced(entry) ?? altered(entry)
        guard fault == nil, let stored = entry.stored else { return }
        frontier.append(stored)
        mark()
    }

    private func misplaced(_ entry: EvidenceReader.Entry) -> AuditFault? {
        let (position, place) = (entry.position, entry.table.name)
        guard position >= 0 else {
            return AuditFault(record: position, place, "it stands before the beginning of the log")
        }
        guard position <= expected else { return Self.missing(expected) }
        guard position == expected else {
            return AuditFault(record: position, place, "two records have this position")
        }
        guard position < bounds.size else {
            return AuditFault(
                record: position, place, "it stands beyond the end of the log, \(bounds.size)")
        }
        return nil
    }

    private func altered(_ entry: EvidenceReader.Entry) -> AuditFault? {
        guard let stored = entry.stored,
            stored == entry.computed || bounds.hasArchives && entry.isBare
        else {
            return AuditFault(
                record: entry.position, entry.table.name,
                "its columns are not those of its stored hash")
        }
        return nil
    }

    private static func missing(_ position: Int64) -> AuditFault {
        AuditFault(record: position, "log", "this record is missing")
    }

    private mutating func mark() {
        while let size = signed.first, size == Int(expected) {
            marks.append((size, frontier))
            signed = signed.dropFirst()
        }
    }
}
