// SPDX-License-Identifier: MIT

import Proof
package import SQLite

/// One line of a refund file as it is kept: a line read twice is kept once.
package struct CreditRow: Sendable, Equatable {
    /// Names the line by everything it says; the same line again has the same identity.
    package var identity: String
    package var line: Int64
    package var account: String
    package var labelID: String
    package var trackingNumber: String
    package var shipmentID: String
    package var reference: String
    /// Plain decimal text.
    package var amount: String
    package var currency: String
    /// A day as `2026-11-20`.
    package var creditedOn: String
    package var invoice: String
    package var carrier: String

    package init(
        identity: String, line: Int64, account: String, labelID: String, trackingNumber: String,
        shipmentID: String, reference: String, amount: String, currency: String,
        creditedOn: String, invoice: String, carrier: String
    ) {
        self.identity = identity
        self.line = line
        self.account = account
        self.labelID = labelID
        self.trackingNumber = trackingNumber
        self.shipmentID = shipmentID
        self.reference = reference
        self.amount = amount
        self.currency = currency
        self.creditedOn = creditedOn
        self.invoice = invoice
        self.carrier = carrier
    }

    private var texts: [String] {
        [
            account, labelID, trackingNumber, shipmentID, reference, amount, currency, creditedOn,
            invoice, carrier,
        ]
    }

    /// Keeps the line as evidence of the act at that position; false when it is kept already.
    package func insert(
        act: Int64, no: Int64, into digest: inout RowsDigest, _ connection: Connection
    ) throws -> Bool {
        try connection.run(
            """
            INSERT INTO credit
                (act, no, identity, line, account, label_id, tracking_number, shipment_id,
                reference, amount, currency, credited_on, invoice, carrier)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (identity) DO NOTHING
            """,
            act, no, identity, line, account, labelID, trackingNumber, shipmentID, reference,
            amount, currency, creditedOn, invoice, carrier)
        guard connection.changedRows == 1 else { return false }
        digest.add { leaf in
            leaf.integer(act)
            leaf.integer(no)
            leaf.text(identity)
            leaf.integer(line)
            for text in texts { leaf.text(text) }
        }
        return true
    }
}
