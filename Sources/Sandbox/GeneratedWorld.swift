// SPDX-License-Identifier: MIT

import Model

/// Shipments made up from a seed: the same seed, the same world.
struct GeneratedWorld {
    let items: [SandboxItem]

    init(_ options: SandboxOptions) {
        let lottery = Lottery(seed: options.seed)
        let now = (options.clock ?? SandboxClock()).now
        items = ProviderName.allCases.flatMap { provider in
            (0..<max(0, options.generated)).map { number in
                Self.item(provider, number, lottery, now)
            }
        }
    }

    private static func item(
        _ provider: ProviderName, _ number: Int, _ lottery: Lottery, _ now: Timestamp
    ) -> SandboxItem {
        func pick(_ count: Int, _ what: String) -> Int {
            lottery.pick(count, "world", provider.rawValue, String(number), what)
        }
        let words = states[provider] ?? [""]
        var item = SandboxItem(
            provider, id(provider, number, pick), status: words[pick(words.count, "status")])
        let days = Int64(pick(30, "age"))
        item.createdAt = now.adding(milliseconds: -days * 86_400_000 - Int64(number) * 1000)
        item.shipDate = item.createdAt.map { "\($0.day)" } ?? ""
        item.reference = String(10_000 + number)
        item.trackingNumber = "TRK\(100_000_000 + pick(900_000_000, "tracking"))"
        item.carrier = ["ups", "usps", "dhl", "postnl"][pick(4, "carrier")]
        item.service = item.carrier + "_ground"
        item.tags = pick(20, "vip") == 0 ? ["vip"] : []
        item.shipTo = "Customer \(number)"
        let cost = Amount(units: Int128(300 + pick(2000, "cost")), scale: 2)
        switch provider {
        case .microsoftHardware: break
        case .shipStation: item.labels = labels(of: item, number, cost)
        case .amazonShipping, .sendcloudReturns, .sortedPro:
            (item.cost, item.currency) = (cost, currencies[provider] ?? "EUR")
        }
        return item
    }

    private static let currencies: [ProviderName: String] = [
        .amazonShipping: "USD", .sendcloudReturns: "EUR", .sortedPro: "GBP",
    ]

    /// Mostly what can be cancelled, and some of what cannot.
    private static let states: [ProviderName: [String]] = [
        .shipStation: [
            "pending", "pending", "pending", "pending", "pending", "label_purchased",
            "processing", "cancelled",
        ],
        .amazonShipping: ["purchased", "purchased", "purchased", "purchased", "in-transit"],
        .sendcloudReturns: [
            "announced", "ready-to-send", "announced", "announced", "delivered", "no-label",
        ],
        .sortedPro: [
            "allocated", "unallocated", "ready_to_ship", "allocated", "manifested", "in_transit",
        ],
        .microsoftHardware: [
            "microsoftApproval", "gradualRollout", "microsoftApproval", "finalizePublishing",
        ],
    ]

    private static func id(
        _ provider: ProviderName, _ number: Int, _ pick: (Int, String) -> Int
    ) -> String {
        switch provider {
        case .shipStation: "se-\(28_000_000 + number)"
        case .amazonShipping: "amzn1.sid.\(87_906_797_000_000 + number).100"
        case .sendcloudReturns: String(1_751_000 + number)
        case .sortedPro:
            "sp_00792815" + String(repeating: "0", count: 12) + String(100_000_000_000 + number)
        case .microsoftHardware:
            // Beyond 2^53 in each place, and not what a double would round to.
            "\(14_461_751_976_964_157 + number / 20)/\(1_152_921_504_621_467_613 + number / 5)"
                + "/\(1_152_921_504_606_978_421 + number)"
        }
    }

    /// A shipment with a purchased label has a live one; some pending ones have a voided one.
    private static func labels(
        of item: SandboxItem, _ number: Int, _ cost: Amount
    ) -> [SandboxLabel] {
        let isLive = item.status == "label_purchased"
        guard isLive || (item.status == "pending" && number % 7 == 0) else { return [] }
        var label = SandboxLabel(
            "se-\(58_000_000 + number)", status: isLive ? "completed" : "voided")
        label.cost = cost
        label.trackingNumber = item.trackingNumber
        return [label]
    }
}
