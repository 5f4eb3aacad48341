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
        var setup = LaneSetup(
            run: 1, account: name.rawValue, provider: provider,
            endpoint: Endpoint(
                baseURL: "https://\(name.rawValue).example", businessID: "AmazonShipping_US",
                apiVersion: "1", tenantID: "t"),
            concurrency: Int.random(in: 1...8, using: &random), paces: paces(name, &random),
            failureTolerance: Tolerance(
                share: Bool.random(using: &random) ? Share(percent: 60) : nil))
        setup.voidsLabels = name == .shipStation
        setup.deletes = name == .sortedPro && Bool.random(using: &random)
        return setup
    }

    private static func paces(
        _ name: ProviderName, _ random: inout RandomSource
    ) -> [PaceBudget] {
        let requests = [10, 30, 200].randomElement(using: &random) ?? 10
        func budget(_ scope: PaceBudget.Scope, burst: Int = 1) -> PaceBudget {
            var budget = PaceBudget(
                requests: requests, windowMilliseconds: 10_000, burst: burst)
            budget.scope = scope
            budget.burstIsExtra = name == .amazonShipping
            return budget
        }
        switch name {
        case .sendcloudReturns: return [budget(.writes, burst: 5), budget(.reads)]
        case .amazonShipping: return [budget(.all, burst: 10)]
        default: return [budget(.all)]
        }
    }

    static func account(_ reference: String) -> Account? {
        AccountOptions(provider: "shipstation", credentials: ["apiKey=\(reference)"]).job().job?
            .accounts.first
    }

    /// A key for every provider: tokens are tested elsewhere.
    static func authorizer(_ reference: String = "env:KEY") throws -> Authorizer {
        let account = try #require(Self.account(reference))
        return try Authorizer(
            account, reader: SecretReader(environment: { $0 == "TEST" ? "TEST_x" : "sesame" }),
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

    static func planning(_ run: Int64) -> Act {
        Act(.plan, run: run, at: Timestamp(milliseconds: 0), actor: Actor(user: "simulation"))
    }

    static func run(_ number: Int64, items: Int64) -> RunRecord {
        var counts = RowCounts()
        counts.rows = items
        counts.planned = items
        return RunRecord(
            run: number, createdAt: Timestamp(milliseconds: 0), actor: "simulation",
            host: "nowhere", version: "0", exports: ["world"], exportSHA256: "",
            exportMadeAt: Timestamp(milliseconds: 0), asOf: "2026-11-20", counts: counts,
            jobSHA256: nil, rulesSHA256: "", itemsSHA256: "", ticket: nil, blockedBy: [],
            plan: .object([]))
    }
}
