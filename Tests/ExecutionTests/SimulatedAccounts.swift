// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Execution
import Formats
import Job
import Model
import Providers
import Testing

/// The accounts of a simulated night, and the ids of their shipments.
enum SimulatedAccounts {
    static func lane(_ name: ProviderName, _ random: inout RandomSource) throws -> LaneSetup {
        let provider = name.provider
        let pace = PaceBudget(
            requests: [10, 100, 1000].randomElement(using: &random) ?? 10,
            windowMilliseconds: 1000, burst: 1)
        return LaneSetup(
            run: 1, account: name.rawValue, provider: provider,
            endpoint: Endpoint(
                baseURL: "https://\(name.rawValue).example", businessID: "AmazonShipping_US",
                apiVersion: "1", tenantID: "t"),
            concurrency: Int.random(in: 1...8, using: &random), paces: [pace],
            failureTolerance: Tolerance())
    }

    /// A key for every provider: tokens are tested elsewhere.
    static func authorizer() throws -> Authorizer {
        let options = AccountOptions(provider: "shipstation", credentials: ["apiKey=env:KEY"])
        let account = try #require(options.job().job?.accounts.first)
        return try Authorizer(
            account, reader: SecretReader(environment: { _ in "sesame" }),
            redactor: Redactor(fingerprint: Fingerprint(keyed: { _ in "fingerprint" })))
    }

    static func id(_ no: Int64, _ provider: ProviderName) -> String {
        switch provider {
        case .shipStation: "se-\(no)"
        case .amazonShipping: "amzn1.sid.\(no)"
        case .sendcloudReturns: "\(1000 + no)"
        case .sortedPro: "sp_\(no)"
        case .microsoftHardware: "11/22/\(no)"
        }
    }

    /// The shipment a request is about, from its path.
    static func id(in url: String, _ provider: ProviderName) -> String {
        var parts = url.split(separator: "?")[0].split(separator: "/").map(String.init)
        if parts.last == "cancel" { parts.removeLast() }
        guard provider == .microsoftHardware else { return parts.last ?? "" }
        return [parts[parts.count - 5], parts[parts.count - 3], parts[parts.count - 1]]
            .joined(separator: "/")
    }

    static let planning = Act(
        .plan, run: 1, at: Timestamp(milliseconds: 0), actor: Actor(user: "simulation"))

    static func run(items: Int64) -> RunRecord {
        var counts = RowCounts()
        counts.rows = items
        counts.planned = items
        return RunRecord(
            run: 1, createdAt: Timestamp(milliseconds: 0), actor: "simulation", host: "nowhere",
            version: "0", exports: ["world"], exportSHA256: "",
            exportMadeAt: Timestamp(
                milliseconds: 0), asOf: "2026-11-20", counts: counts, jobSHA256: nil,
            rulesSHA256: "", itemsSHA256: "", ticket: nil, blockedBy: [], plan: .object([]))
    }
}
