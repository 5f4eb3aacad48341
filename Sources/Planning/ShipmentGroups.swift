// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// The rows of shipments that may stand more than once, kept until all rows are read.
///
/// They are in a temporary database: neither their number nor the number of rows of one shipment
/// is bounded by memory.
final class ShipmentGroups {
    private let scratch: Connection
    private let insert: Statement

    init() throws {
        scratch = try Connection.scratch()
        try scratch.execute(
            """
            CREATE TABLE member (
                account TEXT, shipment_id TEXT, no INTEGER, excluded INTEGER, state TEXT,
                reason TEXT, status TEXT, cost TEXT, currency TEXT, source INTEGER,
                line INTEGER, provider TEXT, reference TEXT, tracking_number TEXT, sort TEXT,
                label_id TEXT, label_status TEXT, insurance TEXT, raw BLOB,
                PRIMARY KEY (account, shipment_id, no)
            ) WITHOUT ROWID
            """)
        insert = try scratch.statement(
            """
            INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Keeps a row; `excluded` says that it is no item by itself.
    func add(_ item: ItemRecord, _ excluded: Excluded?, no: Int64) throws {
        let label = item.labels.first
        try insert.run(
            item.account, item.shipmentID, no, excluded.map { Int64($0.rawValue) },
            item.state.rawValue,
            item.reason, item.status, item.cost, item.currency, item.source, item.line,
            item.provider, item.reference, item.trackingNumber, item.sort, label?.id,
            label?.status, label?.insurance, item.raw)
    }

    /// Hands over every shipment with the judgement on its rows.
    func judged(_ body: (GroupJudgement) throws -> Void) throws {
        var group: GroupJudgement?
        try scratch.each(
            """
            SELECT account, shipment_id, no, excluded, state, reason, status, cost, source, line,
                currency
            FROM member ORDER BY account, shipment_id, no
            """
        ) { row in
            let (account, id) = (row.text(0), row.text(1))
            if let whole = group, whole.account != account || whole.id != id {
                try body(whole)
                group = nil
            }
            var open = group ?? GroupJudgement(account: account, id: id)
            open.take(
                GroupJudgement.Member(
                    no: row.int(2), source: row.int(8), line: row.int(9),
                    excluded: Excluded(stored: row.intOrNil(3)),
                    state: ItemState(rawValue: row.text(4)) ?? .planned, reason: row.text(5),
                    status: row.text(6), cost: row.textOrNil(7).flatMap { Amount($0) },
                    currency: row.text(10)))
            group = open
        }
        if let group { try body(group) }
    }

    /// Hands over the rows of one shipment, in their order.
    func members(
        of group: GroupJudgement, _ body: (Int64, Excluded?, ItemRecord) throws -> Void
    ) throws {
        try scratch.each(
            """
            SELECT no, excluded, state, reason, status, cost, currency, source, line, provider,
                reference, tracking_number, sort, label_id, label_status, insurance, raw
            FROM member WHERE account = ? AND shipment_id = ? ORDER BY no
            """, group.account, group.id
        ) { row in
            let item = ItemRecord(member: row, account: group.account, id: group.id)
            try body(row.int(0), Excluded(stored: row.intOrNil(1)), item)
        }
    }
}

extension ItemRecord {
    fileprivate init(member row: borrowing Row, account: String, id: String) {
        let (cost, currency, tracking) = (row.textOrNil(5), row.text(6), row.text(11))
        let labels = row.textOrNil(13).map { label in
            [
                PlannedLabel(
                    id: label, trackingNumber: tracking, status: row.text(14), cost: cost,
                    insurance: row.textOrNil(15), currency: currency)
            ]
        }
        self.init(
            no: 0, source: row.int(7), line: row.int(8), account: account, provider: row.text(9),
            shipmentID: id, status: row.text(4), reference: row.text(10),
            trackingNumber: tracking, state: ItemState(rawValue: row.text(2)) ?? .planned,
            reason: row.text(3), cost: cost, currency: currency, sort: row.text(12),
            raw: row.bytes(16), labels: labels ?? [])
    }
}

extension Excluded {
    fileprivate init?(stored: Int64?) {
        guard let stored, let known = Excluded(rawValue: Int(clamping: stored)) else { return nil }
        self = known
    }
}
