// SPDX-License-Identifier: MIT

package import Model

/// Names what money is expected for: a label of an item, or the item itself.
package struct ClaimID: Sendable, Hashable, Comparable {
    package var run: Int64
    package var no: Int64
    /// Empty where the shipment itself is what was paid for.
    package var label: String

    package init(run: Int64, no: Int64, label: String = "") {
        self.run = run
        self.no = no
        self.label = label
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.run, left.no, left.label) < (right.run, right.no, right.label)
    }
}

/// Money that should come back because something paid for was voided.
package struct Claim: Sendable, Equatable {
    package var id: ClaimID
    package var account: String
    package var provider: ProviderName
    package var shipmentID: String
    package var trackingNumber: String
    package var reference: String
    /// Cost and insurance; nil where the record states none.
    package var amount: Amount?
    package var currency: String
    /// False where nothing was ever charged, and so nothing comes back.
    package var isCharged: Bool
    /// The day of the void.
    package var day: CivilDate

    package init(
        id: ClaimID, account: String, provider: ProviderName, shipmentID: String,
        trackingNumber: String = "", reference: String = "", amount: Amount?, currency: String,
        isCharged: Bool = true, day: CivilDate
    ) {
        self.id = id
        self.account = account
        self.provider = provider
        self.shipmentID = shipmentID
        self.trackingNumber = trackingNumber
        self.reference = reference
        self.amount = amount
        self.currency = currency
        self.isCharged = isCharged
        self.day = day
    }
}

extension Claim {
    /// After so many days a credit that did not come is a difference.
    ///
    /// ShipStation's carriers take three to four weeks, Sendcloud one to two monthly invoices
    /// (their help pages); Amazon states nothing, and a month is our own patience.
    package var usualDays: Int64 {
        switch provider {
        case .sendcloudReturns: 62
        case .shipStation, .amazonShipping, .sortedPro, .microsoftHardware: 31
        }
    }
}
