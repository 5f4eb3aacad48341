// SPDX-License-Identifier: MIT

/// What is known about one API, with its sources, and what is not known.
package struct Facts: Sendable {
    /// The name people use, such as `ShipStation v2`.
    package var title: String
    package var baseURL: String
    /// The default address of the token request, `{tenantID}` standing for the tenant.
    package var tokenURL: String?
    package var credentials: [CredentialField]
    package var settings: [SettingField]
    package var paces: [PaceBudget]
    /// Replaces `paces` for an account whose key begins with `testKeyPrefix`.
    package var testPaces: [PaceBudget] = []
    package var testKeyPrefix: String?
    /// Response headers that speak about the pace.
    package var paceHeaders: [String]
    package var concurrency: Int
    /// Nil where the API has no read that shows a shipment's state.
    package var looks: LookPlan?
    /// Whether a look can show in the provider's own word that a shipment was cancelled.
    package var isConfirmable: Bool
    package var requestsPerItem: RequestsPerItem
    /// What an id is made of, slashes between; one part at all but one provider.
    package var idParts: [IDPart]
    /// Canonical fields and columns that `precondition` may read.
    package var preconditionFields: [String]
    package var notes: Notes

    /// Text for `rescind providers NAME`.
    package struct Notes: Sendable {
        package var summary: String
        package var id: String
        /// Which due shipments are held as the export shows them; empty for none.
        package var holds: String
        package var pace: String
        package var doubt: String
        package var money: String
        package var sources: [String]
        package var contradictions: [String]
        package var notKnown: [String]
    }
}

/// What can still be learnt of a request that was not seen done.
package enum Outlook: Sendable {
    /// A look can tell, within the provider's own time.
    case open
    /// A look should have told by now.
    case overdue
    /// No look will ever tell.
    case notConfirmable
}

extension Facts {
    /// `isPast` says that the provider's own time is over; nil where only a person can find out.
    package func outlook(isInDoubt: Bool, isPast: Bool) -> Outlook? {
        guard looks != nil else { return isInDoubt ? nil : .notConfirmable }
        guard isPast else { return .open }
        return isConfirmable || isInDoubt ? .overdue : .notConfirmable
    }
}

/// A part of a shipment's id, as the provider's documents name it and as it looks.
package struct IDPart: Sendable, Equatable {
    package var name: String
    package var example: String
}

/// One credential an account must name by reference.
package struct CredentialField: Sendable, Equatable {
    package var name: String
    package var isSecret: Bool
    package var isRequired: Bool
    package var explanation: String
}

/// A setting of an account that only this provider has.
package struct SettingField: Sendable, Equatable {
    package var name: String
    package var isRequired: Bool
    package var explanation: String
}

/// How many requests may leave, and which requests they are.
package struct PaceBudget: Sendable, Equatable {
    package enum Scope: String, Sendable, CaseIterable {
        case all, reads, writes
    }

    package var scope: Scope
    package var requests: Int
    /// The sliding window `requests` is counted in.
    package var windowMilliseconds: Int64
    /// What may leave at once; part of `requests` unless `burstIsExtra`.
    package var burst: Int
    /// Amazon's token bucket adds its burst to the rate.
    package var burstIsExtra: Bool
    /// False where the provider documents no number and this is our own caution.
    package var isDocumented: Bool
}

/// When looks are made, and when they end.
package struct LookPlan: Sendable, Equatable {
    /// A look that sees a shipment open counts only this long after the doubtful request.
    package var settleSeconds: Int
    /// Pauses between looks at one item, growing; the last one repeats.
    package var intervalsSeconds: [Int]
    /// The provider's own time: after it an item is overdue and looks stop.
    package var overdueSeconds: Int

    /// The pause before the look after `looks` looks.
    package func intervalSeconds(afterLooks looks: Int) -> Int {
        guard let last = intervalsSeconds.last else { return settleSeconds }
        return intervalsSeconds.indices.contains(looks) ? intervalsSeconds[looks] : last
    }
}

/// What one item normally needs, for the forecast of a plan.
package struct RequestsPerItem: Sendable, Equatable {
    package var writes: Int
    package var reads: Int
    /// More of each for every label that is voided first.
    package var writesPerLabel = 0
    package var readsPerLabel = 0
    /// More reads for an item whose labels are voided first, whatever their number.
    package var readsForLabels = 0
}
