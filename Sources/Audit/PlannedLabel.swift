// SPDX-License-Identifier: MIT

/// A label of a planned shipment, as the export showed it.
package struct PlannedLabel: Sendable, Equatable {
    package var id: String
    package var trackingNumber: String
    package var status: String
    /// Decimal text as written; nil where the export has none.
    package var cost: String?
    package var insurance: String?
    package var currency: String

    package init(
        id: String, trackingNumber: String = "", status: String = "", cost: String? = nil,
        insurance: String? = nil, currency: String = ""
    ) {
        self.id = id
        self.trackingNumber = trackingNumber
        self.status = status
        self.cost = cost
        self.insurance = insurance
        self.currency = currency
    }
}
