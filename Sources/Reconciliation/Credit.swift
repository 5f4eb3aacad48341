// SPDX-License-Identifier: MIT

package import Model

/// Money that came back, as one line of a refund file says.
package struct Credit: Sendable, Equatable {
    /// Two lines that say the same have the same identity.
    package var identity: String
    /// The account where the file names one, else empty.
    package var account: String
    package var labelID: String
    package var trackingNumber: String
    package var shipmentID: String
    package var reference: String
    package var amount: Amount
    package var currency: String
    /// The day it was credited, or read where the file does not say.
    package var day: CivilDate
    package var invoice: String
    package var carrier: String

    package init(
        identity: String, account: String = "", labelID: String = "", trackingNumber: String = "",
        shipmentID: String = "", reference: String = "", amount: Amount, currency: String,
        day: CivilDate, invoice: String = "", carrier: String = ""
    ) {
        self.identity = identity
        self.account = account
        self.labelID = labelID
        self.trackingNumber = trackingNumber
        self.shipmentID = shipmentID
        self.reference = reference
        self.amount = amount
        self.currency = currency
        self.day = day
        self.invoice = invoice
        self.carrier = carrier
    }
}
