// SPDX-License-Identifier: MIT

import Formats
import Model
import Synchronization
import Testing

@testable import Sandbox

/// A clock that stands still until it is moved.
final class StillClock: Clock {
    private let moment = Mutex<Int64>(1_800_000_000_000)

    var now: Timestamp { Timestamp(milliseconds: monotonicMilliseconds) }
    var monotonicMilliseconds: Int64 { moment.withLock { $0 } }
}

/// A running sandbox with a client, as most tests want it: its clock stands still.
final class Bench {
    let server: SandboxServer
    let client: TestClient

    init(
        _ items: [SandboxItem] = [], configure: (inout SandboxOptions) throws -> Void = { _ in }
    ) throws {
        var options = SandboxOptions()
        options.clock = StillClock()
        options.rateScale = nil
        try configure(&options)
        server = try SandboxServer(options)
        client = TestClient(server)
        try server.add(items)
    }

    deinit { server.stop() }

    /// The effects so far, in their order, without those of tokens.
    var effects: [String] {
        server.journal().flatMap(\.effects)
            .filter { $0.kind != .tokenIssued && $0.kind != .tokenExpired }.map(\.description)
    }

    var lastEntry: JournalEntry? { server.journal().last }

    static let form = "application/x-www-form-urlencoded"

    /// The headers a well-behaved client sends; a token is fetched where one is needed.
    func headers(_ provider: ProviderName) throws -> [String: String] {
        switch provider {
        case .shipStation: ["api-key": "key-1"]
        case .sortedPro: ["x-api-key": "key-1", "x-api-version": "1"]
        case .sendcloudReturns:
            ["Authorization": "Basic " + Array("public:secret".utf8).base64]
        case .amazonShipping:
            [
                "x-amz-access-token": try token(
                    "/amazon/auth/o2/token",
                    "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"),
                "x-amzn-shipping-business-id": "AmazonShipping_US",
            ]
        case .microsoftHardware:
            [
                "Authorization": "Bearer "
                    + (try token("/microsoft/tenant/oauth2/token", Self.microsoftForm))
            ]
        }
    }

    static let microsoftForm =
        "grant_type=client_credentials&client_id=c&client_secret=s"
        + "&resource=https%3A%2F%2Fmanage.devcenter.microsoft.com"

    private func token(_ path: String, _ form: String) throws -> String {
        let answer = try client.send("POST", path, ["Content-Type": Self.form], body: form)
        return try #require(answer.json["access_token"]?.string)
    }

    func send(_ provider: ProviderName, _ method: String, _ path: String) throws -> Answer {
        try client.send(method, path, headers(provider))
    }

    func cancel(_ provider: ProviderName, _ id: String) throws -> Answer {
        try send(
            provider, provider == .sendcloudReturns ? "PATCH" : "PUT",
            Self.path(provider, id) + "/cancel")
    }

    func look(_ provider: ProviderName, _ id: String) throws -> Answer {
        let targeting = provider == .microsoftHardware ? "?includeTargetingInfo=true" : ""
        return try send(provider, "GET", Self.path(provider, id) + targeting)
    }

    static func path(_ provider: ProviderName, _ id: String) -> String {
        let ids = id.split(separator: "/").map(String.init)
        return switch provider {
        case .shipStation: "/shipstation/v2/shipments/\(id)"
        case .amazonShipping: "/amazon/shipping/v2/shipments/\(id)"
        case .sendcloudReturns: "/sendcloud/api/v3/returns/\(id)"
        case .sortedPro: "/sorted/pro/shipments/\(id)"
        case .microsoftHardware:
            "/microsoft/v2.0/my/hardware/products/\(ids[0])/submissions/\(ids[1])"
                + "/shippingLabels/\(ids[2])"
        }
    }

    /// An id in the form of each provider.
    static let ids: [ProviderName: String] = [
        .shipStation: "se-28529731", .amazonShipping: "amzn1.sid.87906797587784.100",
        .sendcloudReturns: "1751075", .sortedPro: "sp_00792815110958000332875334549504",
        .microsoftHardware: "14461751976964157/1152921504621467613/1152921504606978422",
    ]

    /// One open shipment of that provider.
    static func item(_ provider: ProviderName, _ scenario: Scenario = .normal) -> SandboxItem {
        SandboxItem(provider, ids[provider] ?? "", scenario: scenario)
    }
}
