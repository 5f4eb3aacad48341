// SPDX-License-Identifier: MIT

import Formats
import Model
import SQLite

/// Holds the items and labels of every run against the digest and the counts in its leaf.
struct ItemsCheck {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private struct Run {
        let seq: Int64
        let run: Int64
        let digest: String
        let counts: RowCounts
        let exports: [String]?
    }

    func firstFault() throws -> AuditFault? {
        var known: Set<Int64> = []
        for run in try runs() {
            known.insert(run.run)
            if let what = try fault(of: run) { return AuditFault(record: run.seq, "run", what) }
        }
        for table in ["item", "label", "export"] {
            if let stray = try numbers(in: table).first(where: { !known.contains($0) }) {
                return AuditFault(table, "it has rows of run \(stray), which does not exist")
            }
        }
        return nil
    }

    /// The runs that a table has rows of, each found behind the one before: DISTINCT reads all rows.
    private func numbers(in table: String) throws -> [Int64] {
        try connection.all(
            """
            WITH RECURSIVE number (run) AS (
                SELECT min(run) FROM \(table)
                UNION ALL
                SELECT (SELECT min(run) FROM \(table) WHERE run > number.run)
                FROM number WHERE run IS NOT NULL
            )
            SELECT run FROM number WHERE run IS NOT NULL
            """
        ) { $0.int(0) }
    }

    /// What is wrong with the plan of one run.
    func firstFault(of run: Int64) throws -> AuditFault? {
        guard let found = try runs().first(where: { $0.run == run }) else { return nil }
        return try fault(of: found).map { AuditFault(record: found.seq, "run", $0) }
    }

    private func runs() throws -> [Run] {
        try connection.all(
            """
            SELECT seq, run, items_sha256, rows, planned, held, excluded, settled, duplicate,
                unreadable, exports
            FROM run NOT INDEXED ORDER BY seq
            """
        ) { row in
            Run(
                seq: row.int(0), run: row.int(1), digest: row.text(2),
                counts: RowCounts(row, from: 3),
                exports: try? JSON.parse(row.bytes(10)).array?.compactMap(\.string))
        }
    }

    private func fault(of run: Run) throws -> String? {
        guard run.counts.addUp else { return "its counts do not add up to its rows" }
        let exports = try connection.all(
            "SELECT path FROM export WHERE run = ? ORDER BY no", run.run
        ) { $0.text(0) }
        guard exports == run.exports else { return "its exports are not those of the table export" }
        var digest = StoredItemDigest()
        try digest.read(run.run, connection)
        guard digest.hex == run.digest else {
            return "its items are not those that were planned (items_sha256)"
        }
        let states: [(ItemState, Int64)] = [
            (.planned, run.counts.planned), (.held, run.counts.held),
            (.settled, run.counts.settled), (.duplicate, run.counts.duplicate),
            (.unreadable, run.counts.unreadable),
        ]
        for (state, count) in states where digest.count(of: state) != count {
            return "it counts \(count) \(state.rawValue), its items are \(digest.count(of: state))"
        }
        return nil
    }
}
