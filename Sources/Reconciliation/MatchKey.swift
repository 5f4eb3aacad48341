// SPDX-License-Identifier: MIT

/// What a credit and a claim are known by, the strongest first; an amount alone is none.
///
/// A label id is given once. Carriers use tracking numbers again after some months, a shipment may
/// have several labels, and a reference is whatever a shop calls an order.
package enum MatchKey: String, CaseIterable, Sendable, Hashable {
    case labelID = "label_id"
    case trackingNumber = "tracking_number"
    case shipmentID = "shipment_id"
    case reference

    func value(_ claim: Claim) -> String {
        switch self {
        case .labelID: claim.id.label
        case .trackingNumber: claim.trackingNumber
        case .shipmentID: claim.shipmentID
        case .reference: claim.reference
        }
    }

    func value(_ credit: Credit) -> String {
        switch self {
        case .labelID: credit.labelID
        case .trackingNumber: credit.trackingNumber
        case .shipmentID: credit.shipmentID
        case .reference: credit.reference
        }
    }

    /// The strongest key that both have; nil where it differs or they have none in common.
    ///
    /// A weaker key never speaks against a stronger one: a line for another label of the same
    /// order is not for this label.
    static func match(_ credit: Credit, _ claim: Claim) -> MatchKey? {
        for key in allCases {
            let (theirs, ours) = (key.value(credit), key.value(claim))
            if theirs.isEmpty || ours.isEmpty { continue }
            return theirs == ours ? key : nil
        }
        return nil
    }
}
