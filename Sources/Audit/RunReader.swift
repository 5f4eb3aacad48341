// SPDX-License-Identifier: MIT

import Formats
package import Model
package import SQLite

/// Reads runs back from the record.
package struct RunReader {
    let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// The number of the newest run; nil before the first plan.
    package func last() throws -> Int64? {
        try connection.first("SELECT max(run) FROM run") { $0.intOrNil(0) } ?? nil
    }

    package func run(_ number: Int64) throws -> RunRecord? {
        try connection.first(
            """
            SELECT run, created_at, actor, host, version, exports, export_sha256,
                export_made_at, as_of, rows, planned, held, excluded, settled, duplicate,
                unreadable, job_sha256, rules_sha256, items_sha256, ticket, blocked_by, plan
            FROM run WHERE run = ?
            """, number, row: Self.record)
    }

    /// What the view `runs` calls the status of a run.
    package func status(_ number: Int64) throws -> String? {
        try connection.first("SELECT status FROM runs WHERE run = ?", number) { $0.text(0) }
    }

    private static func record(_ row: borrowing Row) throws -> RunRecord {
        RunRecord(
            run: row.int(0), createdAt: Timestamp(milliseconds: row.int(1)), actor: row.text(2),
            host: row.text(3), version: row.text(4), exports: try list(row.bytes(5)),
            exportSHA256: row.text(6), exportMadeAt: Timestamp(milliseconds: row.int(7)),
            asOf: row.text(8), counts: RowCounts(row, from: 9), jobSHA256: row.textOrNil(16),
            rulesSHA256: row.text(17), itemsSHA256: row.text(18), ticket: row.textOrNil(19),
            blockedBy: try list(row.bytes(20)), plan: try JSON.parse(row.bytes(21)))
    }

    private static func list(_ bytes: [UInt8]) throws -> [String] {
        try JSON.parse(bytes).array?.compactMap(\.string) ?? []
    }
}

extension RunReader {
    /// How many items of a run are in each state.
    package func states(_ run: Int64) throws -> [ItemState: Int64] {
        var result: [ItemState: Int64] = [:]
        try connection.each(
            """
            SELECT coalesce(now.state, item.state), count(*)
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ? GROUP BY 1
            """, run
        ) { row in
            if let state = ItemState(rawValue: row.text(0)) { result[state] = row.int(1) }
        }
        return result
    }

    /// Whether `apply` still has something to do: the first item that nobody has closed tells.
    package func hasUnsent(_ run: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ?1 AND item.state = 'planned'
                AND coalesce(now.state, 'planned') IN ('planned', 'sending', 'in_doubt')
                AND (item.no IN (SELECT no FROM act WHERE act = 'resolve' AND run = ?1))
                    IS NOT TRUE
            LIMIT 1
            """, run
        ) { _ in true } ?? false
    }

    /// How many items of each account were planned, and where they are now.
    ///
    /// - Parameter planned: how many were planned in each account, which never changes.
    package func statesByAccount(
        _ run: Int64, planned: [String: Int64]
    ) throws -> [(account: String, states: [ItemState: Int64])] {
        var counts = planned.mapValues { [ItemState.planned: $0] }
        var account = RepeatedText(\.self)
        var state = RepeatedText(ItemState.init(rawValue:))
        // Counted here, row by row as they stand: GROUP BY would sort them all first.
        try connection.each("SELECT account, state FROM item_state WHERE run = ?", run) { row in
            guard let state = state.value(row, 1) else { return }
            counts[account.value(row, 0), default: [:]][.planned, default: 0] -= 1
            counts[account.value(row, 0), default: [:]][state, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { account, states in
            (account, states.filter { $0.value > 0 })
        }
    }

    /// How many of them a person has closed, by what the provider said last.
    package func closed(_ run: Int64) throws -> [ItemState: Int64] {
        var result: [ItemState: Int64] = [:]
        try connection.each(
            """
            SELECT now.state, count(*) FROM item_state now
            WHERE (now.run, now.no) IN (SELECT run, no FROM act WHERE act = 'resolve' AND run = ?)
            GROUP BY 1
            """, run
        ) { row in
            if let state = ItemState(rawValue: row.text(0)) { result[state] = row.int(1) }
        }
        return result
    }

    /// The first shipment that is in doubt and that no person has closed.
    package func firstDoubtful(_ run: Int64) throws -> String? {
        try connection.first(
            """
            SELECT now.shipment_id FROM item_state now
            WHERE now.run = ?1 AND now.state = 'in_doubt'
                AND now.no NOT IN (SELECT no FROM act WHERE act = 'resolve' AND run = ?1)
            ORDER BY now.no LIMIT 1
            """, run
        ) { $0.text(0) }
    }
}

extension RunReader {
    /// How many requests of a run left, and how many of them were a repeat for the same item.
    package func requests(_ run: Int64) throws -> (all: Int64, repeats: Int64) {
        // Counted by the index; only what was not sent and what was asked more than once is read.
        try connection.first(
            """
            SELECT
                (SELECT count(*) FROM request INDEXED BY request_of_item WHERE run = ?1)
                    - (SELECT count(*) FROM answer CROSS JOIN request ON request.seq = answer.request
                        WHERE answer.seq > (SELECT seq FROM run WHERE run = ?1)
                            AND NOT (\(SentTime.mayHaveLeft)) AND request.run = ?1),
                (SELECT coalesce(sum(max(cancels - 1, 0)), 0) FROM (
                    SELECT (SELECT count(*) FROM request
                        LEFT JOIN answer ON answer.request = request.seq
                        WHERE request.run = ?1 AND request.no = asked.no
                            AND request.purpose = 'cancel' AND \(SentTime.mayHaveLeft)) AS cancels
                    FROM (SELECT no FROM request INDEXED BY request_of_item WHERE run = ?1
                        GROUP BY no HAVING count(*) > 1) AS asked))
            """, run
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    /// Who asked this run to stop after that position in the log; nil when nobody did.
    package func stopAsked(_ run: Int64?, after position: Int64) throws -> String? {
        try connection.first(
            """
            SELECT actor FROM act
            WHERE act = 'stop' AND (run = ?1 OR run IS NULL OR ?1 IS NULL) AND seq >= ?2 ORDER BY seq LIMIT 1
            """, run, position
        ) { $0.text(0) }
    }
}

extension RunReader {
    /// Whether the breaker ended the run: a machine must not start it again.
    package func stoppedByBreaker(_ run: Int64) throws -> Bool {
        let reason = try connection.first(
            "SELECT reason FROM act WHERE run = ? AND act = 'apply_ended' ORDER BY seq DESC LIMIT 1",
            run
        ) { $0.text(0) }
        return reason?.contains("too many of the newest answers were bad") ?? false
    }
}

extension RowCounts {
    /// The seven columns in the order in which the table `run` has them.
    init(_ row: borrowing Row, from column: Int) {
        self.init()
        rows = row.int(column)
        planned = row.int(column + 1)
        held = row.int(column + 2)
        excluded = row.int(column + 3)
        settled = row.int(column + 4)
        duplicate = row.int(column + 5)
        unreadable = row.int(column + 6)
    }
}
