// SPDX-License-Identifier: MIT

/// One shipment on which the record and a later export do not simply agree.
package struct ComparedRow: Sendable, Equatable {
    package var run: Int64
    /// The item of the run; nil for a shipment the run does not have.
    package var item: Int64?
    package var account: String
    package var shipmentID: String
    /// Where it stands in the later export; nil where it does not.
    package var line: Int64?
    package var className: String
    package var reason: String
    /// The state on record, empty where there is none.
    package var ours: String
    /// The status in the later export, empty where there is none.
    package var theirs: String
    package var cost: String?
    package var currency: String
    package var theirCost: String?
    package var theirCurrency: String

    package init(
        run: Int64, item: Int64?, account: String, shipmentID: String, line: Int64?,
        className: String, reason: String, ours: String, theirs: String, cost: String?,
        currency: String, theirCost: String?, theirCurrency: String
    ) {
        self.run = run
        self.item = item
        self.account = account
        self.shipmentID = shipmentID
        self.line = line
        self.className = className
        self.reason = reason
        self.ours = ours
        self.theirs = theirs
        self.cost = cost
        self.currency = currency
        self.theirCost = theirCost
        self.theirCurrency = theirCurrency
    }
}
