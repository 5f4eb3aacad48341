// SPDX-License-Identifier: MIT

/// A field that rules can use, whatever an export calls it.
package enum CanonicalField: String, CaseIterable, Sendable, Hashable {
    case id
    case account
    case provider
    case status
    case createdAt = "created_at"
    case shipDate = "ship_date"
    case ageDays = "age_days"
    case cost
    case insurance
    case currency
    case reference
    case trackingNumber = "tracking_number"
    case labelID = "label_id"
    case labelStatus = "label_status"
    case carrier
    case service
    case tags
    case productID = "product_id"
    case submissionID = "submission_id"

    /// Its place among the canonical columns of the table.
    package var index: Int { Self.places[self] ?? 0 }
    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    /// Numbers in a rule; every other field is text.
    package var isNumber: Bool { self == .cost || self == .ageDays }

    /// Made from another field or from the job, so that no header has to be found for it.
    var isDerived: Bool { self == .ageDays }
}
