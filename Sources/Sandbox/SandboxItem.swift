// SPDX-License-Identifier: MIT

package import Model

/// One shipment to put into the sandbox's world.
package struct SandboxItem: Sendable, Equatable {
    package var provider: ProviderName
    /// The account after `@` in the path; empty for a provider's only account.
    package var account: String
    /// For Microsoft `product/submission/label`.
    package var id: String
    /// One of the provider's documented states in any spelling; anything else counts as open.
    package var status: String
    package var scenario = Scenario.normal
    /// How long its asynchronous cancellation takes; nil is what `Settling` has for all.
    package var settlesAfter: Interval?
    package var createdAt: Timestamp?
    package var shipDate = ""
    package var reference = ""
    package var trackingNumber = ""
    package var carrier = ""
    package var service = ""
    package var tags: [String] = []
    package var shipTo = ""
    /// What its carrier charges; ShipStation has it on the label instead.
    package var cost: Amount?
    package var currency = ""
    /// The Amazon Shipping business it belongs to; empty for any.
    package var business = ""
    package var labels: [SandboxLabel] = []

    package init(
        _ provider: ProviderName, _ id: String, status: String = "", account: String = "",
        scenario: Scenario = .normal, labels: [SandboxLabel] = []
    ) {
        self.provider = provider
        self.account = account
        self.id = id
        self.status = status
        self.scenario = scenario
        self.labels = labels
    }
}

/// One ShipStation label to put into the sandbox's world.
package struct SandboxLabel: Sendable, Equatable {
    package var id: String
    /// processing, completed, error or voided; anything else counts as completed.
    package var status: String
    package var cost: Amount?
    package var insurance: Amount?
    package var currency = "usd"
    package var trackingNumber = ""
    /// unknown, in_transit, error or delivered.
    package var trackingStatus = "unknown"
    package var chargeEvent = "carrier_default"
    /// The reason code a void is refused with; empty when it is approved.
    package var voidRefusal = ""
    /// Labels that a void of this one voids as well.
    package var voidsAlso: [String] = []

    package init(_ id: String, status: String = "completed", voidRefusal: String = "") {
        self.id = id
        self.status = status
        self.voidRefusal = voidRefusal
    }
}

/// What happens to a shipment when its cancellation is asked for.
package enum Scenario: String, CaseIterable, Sendable {
    /// As its state and the seed have it.
    case normal
    /// Taken on, and then it fails.
    case fail
    /// Taken on, and never comes to an end.
    case stuck
    /// Refused although its state looks open.
    case refuse
    /// Answered as a success, and nothing happens.
    case ignore
    /// Sorted's 429 `rule_conflict`, which is no throttling; elsewhere like `refuse`.
    case conflict
    /// Another workflow is in progress for the first two requests; Microsoft only.
    case busy
    /// A second cancel is refused; Amazon only, where it is otherwise accepted without effect.
    case once
}

/// How a shipment came into the world; one object for its life and for a reset, because a
/// rehearsal may hold a million of them.
final class Origin: Sendable {
    let item: SandboxItem

    init(_ item: SandboxItem) { self.item = item }
}
