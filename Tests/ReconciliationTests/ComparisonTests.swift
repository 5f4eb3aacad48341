// SPDX-License-Identifier: MIT

import Exports
import Model
import Reconciliation
import Testing

struct ComparisonCase: Sendable, CustomTestStringConvertible {
    var state: ItemState
    var finding: String?
    var theirs: Standing?
    var hours: Int64 = 400
    var lists = false
    var cost = "7.50"
    var theirCost = "7.50"
    var theirCurrency = "EUR"
    var agree = true
    var expected: ShipmentClass

    var testDescription: String {
        "\(state.rawValue) \(finding ?? "") / \(theirs?.rawValue ?? "absent") after \(hours) h"
    }

    static let all: [ComparisonCase] = [
        // Both say cancelled.
        Self(state: .cancelled, theirs: .cancelled, expected: .matched),
        Self(state: .alreadyCancelled, theirs: .cancelled, expected: .matched),
        Self(state: .accepted, theirs: .cancelled, expected: .matched),
        // We say cancelled, there it is not: open within 14 days, then missing.
        Self(state: .cancelled, theirs: .active, hours: 1, expected: .open),
        Self(state: .cancelled, theirs: .active, hours: 335, expected: .open),
        Self(state: .cancelled, theirs: .active, hours: 336, expected: .missingAtProvider),
        Self(state: .accepted, theirs: .active, hours: 336, expected: .missingAtProvider),
        Self(state: .accepted, theirs: .active, hours: -5, expected: .open),
        Self(state: .cancelled, theirs: .cancelling, hours: 1, expected: .open),
        Self(state: .cancelled, theirs: .cancelling, expected: .mismatched),
        // Absence is agreement only in a list of what is pending.
        Self(state: .cancelled, theirs: nil, expected: .matched),
        Self(state: .accepted, theirs: nil, expected: .matched),
        Self(state: .cancelled, theirs: nil, lists: true, expected: .mismatched),
        Self(state: .cancelled, theirs: nil, hours: 1, lists: true, expected: .open),
        Self(state: .refused, theirs: nil, lists: true, expected: .matched),
        Self(state: .planned, theirs: nil, expected: .matched),
        // Doubt is never agreement.
        Self(state: .inDoubt, theirs: .active, expected: .mismatched),
        Self(state: .inDoubt, theirs: .cancelled, expected: .mismatched),
        Self(state: .sending, theirs: nil, expected: .mismatched),
        Self(state: .inDoubt, theirs: .active, hours: 2, expected: .open),
        // Asked and not cancelled.
        Self(state: .refused, theirs: .active, expected: .matched),
        Self(state: .refused, theirs: .cancelled, expected: .mismatched),
        Self(state: .notFound, theirs: .cancelled, expected: .mismatched),
        Self(state: .failed, theirs: .cancelling, hours: 1, expected: .open),
        // Never asked.
        Self(state: .planned, theirs: .active, expected: .matched),
        Self(state: .planned, theirs: .cancelled, expected: .missingInAudit),
        Self(state: .held, theirs: .cancelled, hours: 1, expected: .missingInAudit),
        Self(state: .dropped, theirs: .cancelling, expected: .missingInAudit),
        // Another run's.
        Self(state: .settled, theirs: .active, expected: .matched),
        Self(state: .superseded, theirs: .cancelled, expected: .matched),
        // What cannot be read.
        Self(state: .cancelled, theirs: .unclear, expected: .unreadable),
        Self(state: .cancelled, theirs: .unclear, hours: 1, expected: .open),
        Self(state: .cancelled, theirs: .active, hours: 1, agree: false, expected: .unreadable),
        // Money is compared where the states agree, and time does not mend it.
        Self(state: .cancelled, theirs: .cancelled, cost: "7.5", expected: .matched),
        Self(
            state: .cancelled, theirs: .cancelled, hours: 1, theirCost: "7.49",
            expected: .mismatched),
        Self(state: .planned, theirs: .active, theirCurrency: "GBP", expected: .mismatched),
        Self(state: .cancelled, theirs: .cancelled, theirCost: "", expected: .matched),
        Self(state: .cancelled, theirs: .cancelled, cost: "€7,50", expected: .matched),
        // A person's finding is our word.
        Self(state: .refused, finding: "cancelled", theirs: .active, expected: .missingAtProvider),
        Self(state: .inDoubt, finding: "cancelled", theirs: .cancelled, expected: .matched),
        Self(state: .cancelled, finding: "not-cancelled", theirs: .active, expected: .matched),
        Self(state: .cancelled, finding: "written-off", theirs: .cancelled, expected: .matched),
    ]
}

struct ComparisonTests {
    private static let asked = Timestamp(milliseconds: 1_700_000_000_000)
    private static let fortnight: Int64 = 14 * 86_400_000

    @Test(arguments: ComparisonCase.all)
    func `a shipment falls in exactly this class`(_ one: ComparisonCase) {
        let ours = OurShipment(
            state: one.state, finding: one.finding, requestedAt: Self.asked,
            cost: MoneyText(one.cost), currency: "EUR", settlesWithin: Self.fortnight)
        let theirs = one.theirs.map {
            TheirShipment(
                standing: $0, status: "word", cost: MoneyText(one.theirCost),
                currency: one.theirCurrency, rowsAgree: one.agree)
        }
        let facts = LaterExportFacts(
            madeAt: Self.asked.adding(milliseconds: one.hours * 3_600_000),
            listsCancelled: one.lists)
        #expect(Comparison.compare(ours, theirs, facts).shipmentClass == one.expected)
    }

    @Test(arguments: [
        (ProviderName.shipStation, "cancelled", Standing.cancelled),
        (.shipStation, "pending", .active), (.shipStation, "label_purchased", .active),
        (.sendcloudReturns, "CANCELLED_UPSTREAM", .cancelled),
        (.sendcloudReturns, "cancelling-upstream", .cancelling),
        (.sendcloudReturns, "cancellation-failed", .active),
        (.sendcloudReturns, "2000", .cancelled),
        (.sortedPro, "cancelling", .cancelling), (.sortedPro, "Allocated", .active),
        (.microsoftHardware, "microsoftApproval", .active),
        (.microsoftHardware, "publishing", .unclear), (.amazonShipping, "Canceled", .cancelled),
        (.amazonShipping, "cancel requested", .cancelling), (.amazonShipping, "voided", .cancelled),
        (.amazonShipping, "not cancelled", .active), (.amazonShipping, "", .unclear),
        (.amazonShipping, "uncancellable", .unclear),
    ])
    func `a status means what the provider or people mean by it`(
        _ provider: ProviderName, _ status: String, _ expected: Standing
    ) {
        #expect(StatusWords(provider).standing(status) == expected)
    }
}
