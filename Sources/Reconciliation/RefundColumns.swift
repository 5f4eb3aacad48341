// SPDX-License-Identifier: MIT

/// Which column of a refund file says what, by the names carriers and shops give them.
struct RefundColumns {
    enum Field: String, CaseIterable {
        case labelID = "label_id"
        case trackingNumber = "tracking_number"
        case shipmentID = "shipment_id"
        case reference
        case amount
        case currency
        case creditedAt = "credited_at"
        case invoice
        case carrier
        /// Ours, as `rescind_account`; a carrier means something else by its account.
        case account
        /// The carrier's own number of the line: it tells two lines apart that say the same.
        case transaction = "transaction_id"
    }

    private static let names: [Field: [String]] = [
        .labelID: ["labelid", "label", "labelnumber"],
        .trackingNumber: [
            "trackingnumber", "tracking", "trackingno", "trackingid", "trackingcode", "airwaybill",
            "awb", "parcelnumber",
        ],
        .shipmentID: ["shipmentid", "shipment", "returnid", "parcelid"],
        .reference: [
            "reference", "ordernumber", "orderno", "orderid", "order", "customerreference",
        ],
        .amount: [
            "amount", "creditamount", "credit", "refundamount", "refund", "amountcredited",
            "creditedamount", "value",
        ],
        .currency: ["currency", "currencycode", "amountcurrency"],
        .creditedAt: [
            "creditedat", "crediteddate", "creditdate", "creditedon", "refundedat", "refunddate",
            "date", "invoicedate",
        ],
        .invoice: ["invoice", "invoicenumber", "invoiceno", "invoiceid", "creditnote"],
        .carrier: ["carrier", "carriername", "carriercode"],
        .account: ["rescindaccount"],
        .transaction: ["transactionid", "transaction", "creditid", "refundid", "lineid"],
    ]

    private var places: [Field: Int] = [:]

    init(_ headers: [String]) {
        let plain = headers.map(Self.plain)
        for field in Field.allCases {
            let names = Self.names[field] ?? []
            places[field] = names.lazy.compactMap { plain.firstIndex(of: $0) }.first
        }
    }

    subscript(field: Field) -> Int? { places[field] }

    var hasKey: Bool {
        [.labelID, .trackingNumber, .shipmentID, .reference].contains { places[$0] != nil }
    }

    /// Letters and digits alone: `Label ID`, `label_id` and `labelId` are one name.
    private static func plain(_ header: String) -> String {
        header.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
