// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import Planning
import SQLite

/// What the later export has and the run has not: shipments cancelled there, and unreadable rows.
struct ForeignReader {
    let later: LaterExport
    /// The record.
    let connection: Connection

    private var run: Int64 { later.shipments.run }
    private var scratch: Connection { later.kept.scratch }

    /// Another run of ours asked for it: that run's comparison says what became of it.
    func forgetWhatOtherRunsAsked() throws {
        guard let theirs = later.theirs else { return }
        var accounts = later.shipments.accounts
        let insert = try scratch.statement(
            "INSERT OR IGNORE INTO asked (account, shipment_id) VALUES (?, ?)")
        try connection.each(
            """
            SELECT account, shipment_id FROM item_state
            WHERE run <> ? AND requested_at IS NOT NULL
            """, run
        ) { row in
            try row.withBytes(0) { account in
                try row.withBytes(1) { id in
                    guard theirs.mayHold(IdentityHash.of(account, id)),
                        let place = accounts.place(of: account)
                    else { return }
                    try insert.run(Int64(place), Text(utf8: id))
                }
            }
        }
    }

    /// One row for each shipment, by account and id; the first in the export speaks for it.
    func each(_ body: (ComparedRow, Amount?) throws -> Void) throws {
        let names = later.shipments.accounts.names
        var last = (account: -1, id: [UInt8]())
        try scratch.each(
            """
            SELECT \(LaterTable.theirs.columns) FROM theirs
            WHERE NOT EXISTS (
                SELECT 1 FROM asked WHERE asked.account = theirs.account
                    AND asked.shipment_id = theirs.shipment_id)
            ORDER BY account, shipment_id, rowid
            """
        ) { row in
            let account = Int(row.int(0))
            let isKnown = row.withBytes(1) { account == last.account && $0.equal(last.id) }
            if isKnown { return }
            last = (account, row.bytes(1))
            try body(compared(row, names[account]), row.withText(4) { amount($0) })
        }
    }

    private func amount(_ cost: UnsafeRawBufferPointer) -> Amount? {
        if case .amount(let amount, _) = MoneyText(cost) { amount } else { nil }
    }

    private func compared(_ row: borrowing Row, _ account: String) -> ComparedRow {
        ComparedRow(
            run: run, item: nil, account: account, shipmentID: row.text(1), line: row.int(6),
            className: ShipmentClass.missingInAudit.rawValue,
            reason: Comparison.neverAsked.reason, ours: "", theirs: row.text(3), cost: nil,
            currency: "", theirCost: row.textOrNil(4), theirCurrency: row.text(5))
    }

    func eachUnreadable(_ body: (ComparedRow) throws -> Void) throws {
        try scratch.each("SELECT account, line, reason FROM unread ORDER BY line, rowid") { row in
            try body(
                ComparedRow(
                    run: run, item: nil, account: row.text(0), shipmentID: "", line: row.int(1),
                    className: ShipmentClass.unreadable.rawValue, reason: row.text(2), ours: "",
                    theirs: "", cost: nil, currency: "", theirCost: nil, theirCurrency: ""))
        }
    }
}
