// SPDX-License-Identifier: MIT

/// The fields every export is read into, whatever it calls them.
package enum CanonicalField: String, Sendable, CaseIterable {
    case id, account, provider, status
    case createdAt = "created_at"
    case shipDate = "ship_date"
    case ageDays = "age_days"
    case cost, insurance, currency, reference
    case trackingNumber = "tracking_number"
    case labelID = "label_id"
    case labelStatus = "label_status"
    case carrier, service, tags
    case productID = "product_id"
    case submissionID = "submission_id"

    /// The names that can be bound to a header; an age is computed, never read.
    package static let mappable = allCases.filter { $0 != .ageDays }.map(\.rawValue)
}
