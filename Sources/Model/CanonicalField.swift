// SPDX-License-Identifier: MIT

/// A field that rules can use, whatever an export calls it.
@usableFromInline package enum CanonicalField: String, CaseIterable, Sendable, Hashable {
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

    /// Its place among the canonical columns, in the order of `allCases`.
    @inlinable @inline(__always)
    package var index: Int {
        switch self {
        case .id: 0
        case .account: 1
        case .provider: 2
        case .status: 3
        case .createdAt: 4
        case .shipDate: 5
        case .ageDays: 6
        case .cost: 7
        case .insurance: 8
        case .currency: 9
        case .reference: 10
        case .trackingNumber: 11
        case .labelID: 12
        case .labelStatus: 13
        case .carrier: 14
        case .service: 15
        case .tags: 16
        case .productID: 17
        case .submissionID: 18
        }
    }

    /// Numbers in a rule; every other field is text.
    package var isNumber: Bool { self == .cost || self == .ageDays }

    /// Made from another field, so that no header has to be found for it.
    package var isDerived: Bool { self == .ageDays }

    /// The fields that `columns` can bind to a header.
    package static let mappable = allCases.filter { !$0.isDerived }
}
