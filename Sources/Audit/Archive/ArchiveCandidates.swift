// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Which runs are old enough for an archive, and which of them cannot go yet.
package struct ArchiveCandidates: Sendable {
    /// An old run that stays, and why.
    package struct Open: Sendable {
        package let run: Int64
        package let why: String
    }

    package private(set) var runs: [Int64] = []
    package private(set) var open: [Open] = []
    /// Exchanges of no run, such as the lists of `fetch`.
    private(set) var loose: Int64 = 0

    package var isEmpty: Bool { runs.isEmpty && loose == 0 }

    init(before: Timestamp, _ connection: Connection) throws {
        let work = try Self.openWork(connection)
        for (run, status) in try Self.old(before, connection) {
            if !["finished", "abandoned"].contains(status) {
                open.append(Open(run: run, why: "it is \(status)"))
            } else if let count = work[run] {
                open.append(Open(run: run, why: "\(count) open \(count == 1 ? "item" : "items")"))
            } else {
                runs.append(run)
            }
        }
        loose =
            try connection.first(
                """
                SELECT count(*) FROM request
                WHERE run IS NULL AND sent_at < ? AND NOT (\(ArchivedPart.request.isBare))
                """, before.milliseconds
            ) { $0.int(0) } ?? 0
    }

    /// Runs to which nothing happened since, and that have anything an archive would take.
    private static func old(
        _ before: Timestamp, _ connection: Connection
    ) throws -> [(run: Int64, status: String)] {
        try connection.all(
            """
            SELECT run.run, runs.status FROM run JOIN runs ON runs.run = run.run
            WHERE run.created_at < ?1
                AND NOT EXISTS (SELECT 1 FROM request
                    WHERE request.run = run.run AND request.sent_at >= ?1)
                AND NOT EXISTS (SELECT 1 FROM verdict
                    WHERE verdict.run = run.run AND verdict.at >= ?1)
                AND (EXISTS (SELECT 1 FROM item
                        WHERE item.run = run.run AND NOT (\(ArchivedPart.item.isBare)))
                    OR EXISTS (SELECT 1 FROM request WHERE request.run = run.run
                        AND NOT (\(ArchivedPart.request.isBare))))
            ORDER BY run.run
            """, before.milliseconds
        ) { ($0.int(0), $0.text(1)) }
    }

    /// What a run still waits for: items under way or in doubt that no person has closed.
    private static func openWork(_ connection: Connection) throws -> [Int64: Int64] {
        let counts = try connection.all(
            """
            SELECT now.run, count(*) FROM item_state now
            WHERE (now.state IN ('sending', 'in_doubt', 'accepted')
                OR EXISTS (SELECT 1 FROM label_state void WHERE void.run = now.run
                    AND void.no = now.no AND void.state IN ('voiding', 'in_doubt')))
                AND NOT EXISTS (SELECT 1 FROM act WHERE act.run = now.run AND act.no = now.no
                    AND act.act = 'resolve')
            GROUP BY now.run
            """
        ) { ($0.int(0), $0.int(1)) }
        return Dictionary(uniqueKeysWithValues: counts)
    }
}
