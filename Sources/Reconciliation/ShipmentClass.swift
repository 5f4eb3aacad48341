// SPDX-License-Identifier: MIT

/// Where a shipment falls when the record is held against a later export: in exactly one of these.
package enum ShipmentClass: String, CaseIterable, Sendable, Hashable {
    case matched
    /// We say cancelled, and it is still active there.
    case missingAtProvider = "missing_at_provider"
    /// Cancelled there, and never asked by us.
    case missingInAudit = "missing_in_audit"
    /// Both have it and differ in state, amount or currency.
    case mismatched
    /// They differ, and the provider's own time is not over.
    case open
    /// The row, or what it says about the state, cannot be read.
    case unreadable

    /// Whether a person must look: what is open may settle by itself.
    package var isDifference: Bool {
        switch self {
        case .matched, .open: false
        case .missingAtProvider, .missingInAudit, .mismatched, .unreadable: true
        }
    }
}
