// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import SQLite

/// What the later export has and the run has not: shipments cancelled there, and unreadable rows.
struct ForeignReader {
    let run: Int64
    let connection: Connection

    init(run: Int64, _ connection: Connection) {
        self.run = run
        self.connection = connection
    }

    /// Another run of ours asked for it: that run's comparison says what became of it.
    func forgetWhatOtherRunsAsked() throws {
        let asked = try connection.all(
            """
            SELECT theirs.account, theirs.shipment_id FROM item_state asked
            CROSS JOIN temp.theirs ON theirs.account = asked.account
                AND theirs.shipment_id = asked.shipment_id
            WHERE asked.requested_at IS NOT NULL
            """
        ) { ($0.text(0), $0.text(1)) }
        for (account, id) in asked {
            try connection.run(
                "DELETE FROM temp.theirs WHERE account = ? AND shipment_id = ?", account, id)
        }
    }

    func each(_ body: (ComparedRow, Amount?) throws -> Void) throws {
        try connection.each(
            """
            SELECT account, shipment_id, line, status, cost, currency FROM temp.theirs
            """
        ) { row in
            let cost = row.textOrNil(4)
            var amount: Amount?
            if let cost, case .amount(let stated, _) = MoneyText(cost) { amount = stated }
            let compared = ComparedRow(
                run: run, item: nil, account: row.text(0), shipmentID: row.text(1),
                line: row.int(2), className: ShipmentClass.missingInAudit.rawValue,
                reason: Comparison.neverAsked.reason, ours: "", theirs: row.text(3), cost: nil,
                currency: "", theirCost: cost, theirCurrency: row.text(5))
            try body(compared, amount)
        }
    }

    func eachUnreadable(_ body: (ComparedRow) throws -> Void) throws {
        try connection.each("SELECT account, line, reason FROM temp.unread ORDER BY line") { row in
            try body(
                ComparedRow(
                    run: run, item: nil, account: row.text(0), shipmentID: "", line: row.int(1),
                    className: ShipmentClass.unreadable.rawValue, reason: row.text(2), ours: "",
                    theirs: "", cost: nil, currency: "", theirCost: nil, theirCurrency: ""))
        }
    }
}
