// SPDX-License-Identifier: MIT

import Model

/// What a cancelled shipment of each provider makes us expect; labels speak for ShipStation.
enum RefundPolicy {
    case charged
    /// Cancelled before anybody charged it: shown, and expected to come to nothing.
    case neverCharged

    /// - Sendcloud charges the label of a return and credits it on the invoice.
    /// - Amazon charges when the shipment is purchased, before it can be cancelled.
    /// - Sorted's price is what the carrier will charge once the shipment is manifested, and what
    ///   is manifested cannot be cancelled any more.
    /// - Microsoft's shipping labels cost nothing, and ShipStation's shipments neither.
    static let ofItems: [ProviderName: RefundPolicy] = [
        .sendcloudReturns: .charged, .amazonShipping: .charged, .sortedPro: .neverCharged,
    ]

    /// Their names as a list in SQL.
    static let itemProviders = ofItems.keys.sorted().map { "'\($0.rawValue)'" }
        .joined(separator: ", ")
}
