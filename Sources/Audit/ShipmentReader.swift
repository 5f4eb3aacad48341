// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// Reads everything on record about one shipment, for `why`.
package struct ShipmentReader {
    /// Of an answer's body so much is read; the whole stays in the record.
    static let bodyBytesMax: Int64 = 2000

    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// One row of a plan that is on record, and where it stands now.
    package struct Item: Sendable {
        package let run: Int64
        package let no: Int64
        package let source: Int64
        package let line: Int64
        package let account: String
        package let shipmentID: String
        /// What the plan decided, and why.
        package let planned: String
        package let reason: String
        package let state: String
        package let stateReason: String
        package let code: String
        package let attempts: Int64
        package let cost: String?
        package let currency: String
        package let confirmedAt: Timestamp?
        package let raw: [UInt8]
        package let finding: Finding?
    }

    /// What a person found out about an item, beside the provider's word.
    package struct Finding: Sendable {
        package let word: String
        package let by: String
        package let at: Timestamp
        package let reason: String
    }

    /// The items of this id, reference, tracking number or label; newest run first.
    package func items(named names: [String], run: Int64?) throws -> [Item] {
        guard let name = names.first else { return [] }
        return try connection.all(
            """
            SELECT item.run, item.no, item.source, item.line, item.account, item.shipment_id,
                item.state, item.reason, coalesce(now.state, item.state),
                coalesce(now.reason, ''), coalesce(now.code, ''), coalesce(now.attempts, 0),
                item.cost, item.currency, now.confirmed_at, item.raw,
                found.outcome, found.actor, found.at, found.reason
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            LEFT JOIN act found ON found.seq = (SELECT max(seq) FROM act
                WHERE act.run = item.run AND act.no = item.no AND act.act = 'resolve')
            WHERE (?1 IS NULL OR item.run = ?1)
                AND (item.shipment_id IN (?2, ?3) OR item.reference = ?2
                    OR item.tracking_number = ?2
                    OR item.provider = 'microsoft-hardware'
                        AND substr(item.shipment_id, -length(?2) - 1) = '/' || ?2
                    OR EXISTS (SELECT 1 FROM label WHERE label.run = item.run
                        AND label.no = item.no AND label.label_id = ?2))
            ORDER BY item.run DESC, item.no
            """, run, name, names.last ?? name
        ) { row in
            Item(
                run: row.int(0), no: row.int(1), source: row.int(2), line: row.int(3),
                account: row.text(4), shipmentID: row.text(5), planned: row.text(6),
                reason: row.text(7), state: row.text(8), stateReason: row.text(9),
                code: row.text(10), attempts: row.int(11), cost: row.textOrNil(12),
                currency: row.text(13),
                confirmedAt: row.intOrNil(14).map { Timestamp(milliseconds: $0) },
                raw: row.bytes(15),
                finding: row.textOrNil(16).map {
                    Finding(
                        word: $0, by: row.text(17), at: Timestamp(milliseconds: row.int(18)),
                        reason: row.text(19))
                })
        }
    }

    /// Something that happened, at its position in the log.
    package struct Event: Sendable {
        package enum Kind: Sendable {
            case exchange(
                purpose: String, attempt: Int64, method: String, url: String, status: Int64?,
                error: String?, microseconds: Int64?, body: String)
            case verdict(state: String, reason: String, code: String, isConfirmed: Bool)
            case act(act: String, finding: String?, actor: String, reason: String?, ticket: String?)
        }

        package let position: Int64
        package let at: Timestamp
        package let kind: Kind
    }

    /// What happened to an item: exchanges, verdicts and acts in the order of the log.
    package func events(of item: Item) throws -> [Event] {
        let all = try exchanges(item) + verdicts(item) + acts(of: item.run, no: item.no)
        return all.sorted { $0.position < $1.position }
    }

    private func exchanges(_ item: Item) throws -> [Event] {
        try connection.all(
            """
            SELECT request.seq, \(SentTime.sql), request.purpose, request.attempt,
                request.method, request.url, answer.status, answer.error, answer.duration_us,
                CAST(substr(answer.body, 1, ?3) AS TEXT)
            FROM request LEFT JOIN answer ON answer.request = request.seq
            WHERE request.run = ?1 AND request.no = ?2
            """, item.run, item.no, Self.bodyBytesMax
        ) { row in
            Event(
                position: row.int(0), at: Timestamp(milliseconds: row.int(1)),
                kind: .exchange(
                    purpose: row.text(2), attempt: row.int(3), method: row.text(4),
                    url: row.text(5), status: row.intOrNil(6), error: row.textOrNil(7),
                    microseconds: row.intOrNil(8), body: row.text(9)))
        }
    }

    private func verdicts(_ item: Item) throws -> [Event] {
        try connection.all(
            """
            SELECT seq, at, state, reason, code, confirmed FROM verdict
            WHERE run = ?1 AND no = ?2
            """, item.run, item.no
        ) { row in
            Event(
                position: row.int(0), at: Timestamp(milliseconds: row.int(1)),
                kind: .verdict(
                    state: row.text(2), reason: row.text(3), code: row.text(4),
                    isConfirmed: row.bool(5)))
        }
    }

    /// What people did with a run, and with this item of it.
    package func acts(of run: Int64, no: Int64?) throws -> [Event] {
        try connection.all(
            """
            SELECT seq, at, act, CASE act WHEN 'resolve' THEN outcome END, actor, reason, ticket
            FROM act
            WHERE run = ?1 AND (no IS NULL OR no = ?2) ORDER BY seq
            """, run, no
        ) { row in
            Event(
                position: row.int(0), at: Timestamp(milliseconds: row.int(1)),
                kind: .act(
                    act: row.text(2), finding: row.textOrNil(3), actor: row.text(4),
                    reason: row.textOrNil(5), ticket: row.textOrNil(6)))
        }
    }

    /// The numbers of all runs, newest first.
    package func runs() throws -> [Int64] {
        try connection.all("SELECT run FROM run ORDER BY run DESC") { $0.int(0) }
    }
}
