// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

@testable import Job

struct JobTests {
    @Test func `the example of the handbook is read without a problem`() throws {
        let reading = reading(exampleJob)
        #expect(reading.problems == [])
        let job = try #require(reading.job)
        #expect(job.text == Array(exampleJob.utf8))
        #expect(
            job.accounts.map(\.name) == [
                "us-store", "ca-store", "amazon-us", "eu-returns", "wms", "drivers",
            ])
        #expect(job.rules.due.map(\.name) == ["stale a week"])
        #expect(job.rules.hold.map(\.name) == ["VIP customer", "label not voided"])
        #expect(job.rules.hold.first?.expression == "tags LIKE '%vip%'")
        #expect(
            job.rules.due.first?.place == "rescind.json5 line 18, rules.due.stale a week")
        #expect(job.limits.value?["USD"] == Amount("50000"))
        #expect(job.limits.until?.description == "06:00")
        #expect(job.approval.by == ["opslead", "finance"])
        #expect(job.approval.valueAbove?["USD"] == Amount("10000"))
        #expect(job.accept.refused.share == Share(percent: 1))
        #expect(job.accept.failed == .none)
        #expect(job.redact.map(\.description) == ["ship_to.*"])
    }

    @Test func `each account has what it says, what its provider shares and what the job says`()
        throws
    {
        let job = try #require(reading(exampleJob).job)
        let us = try #require(job.account("us-store"))
        let ca = try #require(job.account("ca-store"))
        #expect(us.credentials.map(\.source.description) == ["env:SHIPSTATION_API_KEY"])
        #expect(ca.credentials.map(\.source.description) == ["file:/run/secrets/ss/ca-store"])
        #expect(ca.exports == "in/ca-store/pending-*.csv")
        #expect(ca.pace == Pace(requests: 100, windowMilliseconds: 60_000, burst: 5))
        #expect(us.pace == nil)
        #expect(us.concurrency == ShipStation().facts.concurrency)
        #expect(ca.limits.items == 50)
        #expect(ca.limits.value?["USD"] == Amount("50000"))
        #expect(ca.rules == job.rules)
        #expect(us.columns == ["id": "Shipment ID", "cost": "Label Cost"])
        let amazon = try #require(job.account("amazon-us"))
        #expect(amazon.endpoint.businessID == "AmazonShipping_US")
        #expect(amazon.endpoint.baseURL == "https://sellingpartnerapi-na.amazon.com")
        #expect(
            amazon.credentials == [
                Credential(
                    field: "clientID", isSecret: false, source: .text("amzn1.application")),
                Credential(
                    field: "clientSecret", isSecret: true,
                    source: .reference(Reference(.env, "LWA_SECRET"))),
                Credential(
                    field: "refreshToken", isSecret: true,
                    source: .reference(Reference(.file, "/run/secrets/lwa"))),
            ])
        #expect(job.account("eu-returns")?.endpoint.auth == .oauth2)
        #expect(job.account("wms")?.endpoint.apiVersion == "2")
        #expect(job.account("drivers")?.endpoint.tenantID == "tenant")
    }

    @Test func `every account of the example can authenticate`() throws {
        for account in try #require(reading(exampleJob).job).accounts {
            let way = try account.provider.provider.authentication(at: account.endpoint)
            #expect(way != .key(header: "", field: ""), "\(account.name)")
        }
    }

    @Test func `a job that says nothing is cautious`() throws {
        let job = try #require(reading(members: "").job)
        #expect(job.limits == .standard)
        #expect(job.limits.items == 1000)
        #expect(job.limits.share == Share(percent: 50))
        #expect(job.limits.failures == Tolerance(share: Share(percent: 5)))
        #expect(job.maxExportAge.description == "26h")
        #expect(job.keepExports == "exports.kept")
        #expect(job.accept == Accept())
        #expect(job.rules == Rules())
        #expect(job.defaultAccount == "store")
        #expect(job.order == .standard)
        #expect(!job.requireTicket)
        #expect(job.account("store")?.timeout.description == "30s")
        #expect(job.account("store")?.voidLabels == false)
    }

    @Test func `paths are relative to the job file`() throws {
        let text = Array(
            #"{ accounts: { a: { provider: "shipstation", apiKey: "file:key", exports: "in/*.csv", caFile: "~/ca" } }, audit: "/var/audit.db", holdList: "holds.csv" }"#
                .utf8)
        let reading = JobReader(file: "/etc/rescind/night.json5", home: "/home/ops").read(text)
        let job = try #require(reading.job)
        #expect(job.audit == "/var/audit.db")
        #expect(job.holdList == "/etc/rescind/holds.csv")
        #expect(job.reports == "/etc/rescind/reports")
        #expect(job.keepExports == "/etc/rescind/exports.kept")
        let account = try #require(job.account("a"))
        #expect(account.exports == "/etc/rescind/in/*.csv")
        #expect(account.caFile == "/home/ops/ca")
        #expect(
            account.credentials.first?.source
                == .reference(Reference(.file, "key", location: "/etc/rescind/key")))
    }

    @Test func `false turns the keeping of exports off`() throws {
        #expect(try #require(reading(members: "keepExports: false").job).keepExports == nil)
    }

    @Test func `with several accounts none is taken for granted`() throws {
        let two =
            "{ accounts: { \(storeAccount), b: { provider: \"shipstation\", apiKey: \"env:B\" } } }"
        #expect(try #require(reading(two).job).defaultAccount == nil)
        let said = two.dropLast(2) + ", account: \"b\" }"
        #expect(try #require(reading(String(said)).job).defaultAccount == "b")
    }
}

struct OverrideTests {
    static let text = #"""
        {
          defaults: { shipstation: { limits: { items: 10 }, rules: { hold: { gift: "1" } } } },
          accounts: {
            a: { provider: "shipstation", apiKey: "env:A",
                 limits: { value: { EUR: "5" } }, columns: { cost: "Preis" },
                 rules: { due: { mine: "2" }, hold: { VIP: "3" } } },
            b: { provider: "shipstation", apiKey: "env:B" },
          },
          columns: { id: "ID", cost: "Cost" },
          limits: { items: 100, share: "20%", value: { USD: "7" } },
          rules: { scope: "4", due: { all: "5", old: "6" }, hold: { VIP: "7", fragile: "8" } },
        }
        """#

    @Test func `an account overrides key by key`() throws {
        let job = try #require(reading(Self.text).job)
        let a = try #require(job.account("a"))
        #expect(a.limits.items == 10)
        #expect(a.limits.share == Share(percent: 20))
        #expect(a.limits.value?.sorted.map(\.currency) == ["EUR"])
        #expect(a.columns == ["id": "ID", "cost": "Preis"])
        #expect(a.rules.scope?.expression == "4")
        #expect(job.limits.items == 100)
        #expect(try #require(job.account("b")).limits.value?.sorted.map(\.currency) == ["USD"])
    }

    @Test func `an account replaces due rules as a whole and cannot lose a hold`() throws {
        let job = try #require(reading(Self.text).job)
        let a = try #require(job.account("a"))
        #expect(a.rules.due.map(\.name) == ["mine"])
        #expect(a.rules.hold.map { $0.name + $0.expression } == ["fragile8", "gift1", "VIP3"])
        let b = try #require(job.account("b"))
        #expect(b.rules.due.map(\.name) == ["all", "old"])
        #expect(b.rules.hold.map(\.name) == ["VIP", "fragile", "gift"])
    }

    @Test func `limits can only be tightened`() throws {
        let start = try #require(TimeOfDay("22:00"))
        var dollars = Totals()
        _ = dollars.add(Amount(units: 50, scale: 0), "USD")
        var both = Totals()
        _ = both.add(Amount(units: 90, scale: 0), "USD")
        _ = both.add(Amount(units: 9, scale: 0), "EUR")
        let wide = RunLimits(items: 10, share: Share(percent: 90), until: TimeOfDay("06:00"))
        let narrow = RunLimits(items: 20, share: Share(percent: 10), value: both)
        let result = wide.tightened(by: narrow, plannedAt: start)
        #expect(result.items == 10)
        #expect(result.share == Share(percent: 10))
        #expect(result.value == both)
        #expect(result.until == TimeOfDay("06:00"))
        let more = RunLimits(value: dollars, until: TimeOfDay("23:00"))
        let least = result.tightened(by: more, plannedAt: start)
        #expect(least.value?["USD"] == Amount("50"))
        #expect(least.value?["EUR"] == Amount("9"))
        #expect(least.until == TimeOfDay("23:00"))
    }
}
