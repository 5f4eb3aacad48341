// SPDX-License-Identifier: MIT

import Model

/// Which simulated account a request is for: the first segment of its path.
///
/// `/shipstation/v2/…` is the provider's only account, `/shipstation@us-store/v2/…` one of several,
/// each with shipments and limits of its own.
struct Place: Hashable, Sendable {
    let provider: ProviderName
    let account: String

    init(_ provider: ProviderName, account: String = "") {
        self.provider = provider
        self.account = account
    }

    /// Reads `shipstation` or `shipstation@us-store`; the provider's full name is read as well.
    init?(segment: String) {
        let parts = segment.split(
            separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let word = parts.first.map(String.init),
            let provider = Self.prefixes.first(where: { $0.value == word })?.key
                ?? ProviderName(rawValue: word)
        else { return nil }
        self.init(provider, account: parts.count > 1 ? String(parts[1]) : "")
    }

    /// The first segment of this account's paths.
    var segment: String {
        (Self.prefixes[provider] ?? provider.rawValue) + (account.isEmpty ? "" : "@\(account)")
    }

    static let prefixes: [ProviderName: String] = [
        .shipStation: "shipstation", .amazonShipping: "amazon", .sendcloudReturns: "sendcloud",
        .sortedPro: "sorted", .microsoftHardware: "microsoft",
    ]

    /// What the job's `baseURL` ends with after the first segment.
    static let basePaths: [ProviderName: String] = [
        .shipStation: "", .amazonShipping: "", .sendcloudReturns: "/api/v3",
        .sortedPro: "/pro", .microsoftHardware: "/v2.0/my/hardware",
    ]
}
