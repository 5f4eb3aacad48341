// SPDX-License-Identifier: MIT

package import Model

/// One shipment, label or credit of a month: what happened to it, or that it is still open.
package struct StatementEntry: Sendable, Equatable {
    package var account: String
    package var currency: String
    /// A kind of posting in words, or `open at the end`.
    package var kind: String
    package var day: CivilDate
    package var amount: Amount
    package var run: Int64?
    package var shipmentID: String
    package var labelID: String
    package var trackingNumber: String
    package var reference: String
    package var invoice = ""
    package var carrier = ""
    /// The key by which a credit found what it is for.
    package var matchedBy = ""
    package var by = ""
    package var reason = ""

    package static let titles = [
        "account", "currency", "kind", "day", "amount", "run", "shipment_id", "label_id",
        "tracking_number", "reference", "invoice", "carrier", "matched_by", "by", "reason",
    ]

    init(_ posting: Posting) {
        account = posting.account
        currency = posting.currency
        kind = posting.kind.rawValue.replacing("_", with: " ")
        day = posting.day
        amount = posting.amount
        run = posting.claim?.run
        shipmentID = posting.shipmentID
        labelID = posting.labelID
        trackingNumber = posting.trackingNumber
        reference = posting.reference
        invoice = posting.invoice
        carrier = posting.carrier
        matchedBy = posting.key?.rawValue ?? ""
        by = posting.by
        reason = posting.isLate ? Self.late(posting) : posting.reason
    }

    init(_ open: OpenClaim) {
        account = open.claim.account
        currency = open.claim.currency
        kind = "open at the end"
        day = open.claim.day
        amount = open.amount
        run = open.claim.id.run
        shipmentID = open.claim.shipmentID
        labelID = open.claim.id.label
        trackingNumber = open.claim.trackingNumber
        reference = open.claim.reference
        reason = "\(open.days) days"
    }

    private static func late(_ posting: Posting) -> String {
        let own = "correction of \(CalendarMonth(of: posting.day)), which was closed"
        return posting.reason.isEmpty ? own : "\(posting.reason); \(own)"
    }
}

extension MonthStatement {
    /// Every line of the month, then what is open at its end.
    package var entries: [StatementEntry] {
        lines.map(StatementEntry.init) + open.map(StatementEntry.init)
    }
}
