// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Rate limits` {
    /// How many requests the documented limit lets through at one moment, and when the next fits.
    static let documented:
        [(provider: ProviderName, method: String, path: String, allowed: Int, wait: Int64)] = [
            (.shipStation, "GET", "/shipstation/v2/shipments", 200, 60_000),
            (
                .amazonShipping, "PUT", "/amazon/shipping/v2/shipments/a/cancel", 100,
                13
            ),
            (.sendcloudReturns, "PATCH", "/sendcloud/api/v3/returns/1/cancel", 15, 1000),
            (.sendcloudReturns, "GET", "/sendcloud/api/v3/returns/1", 1000, 60_000),
        ]

    @Test(arguments: documented)
    func `the documented number passes and the next is throttled`(
        provider: ProviderName, method: String, path: String, allowed: Int, wait: Int64
    ) throws {
        let bench = try Bench { $0.rateScale = 1 }
        let headers = try bench.headers(provider)
        for _ in 0..<allowed {
            #expect(try bench.client.send(method, path, headers).status != 429)
        }
        #expect(try bench.client.send(method, path, headers).status == 429)
        bench.server.advanceClock(milliseconds: wait - 1)
        #expect(try bench.client.send(method, path, headers).status == 429)
        bench.server.advanceClock(milliseconds: 1)
        #expect(try bench.client.send(method, path, headers).status != 429)
    }

    @Test(arguments: [ProviderName.sortedPro, .microsoftHardware])
    func `where no number is documented nothing is throttled`(provider: ProviderName) throws {
        let bench = try Bench([Bench.item(provider)]) { $0.rateScale = 1 }
        let headers = try bench.headers(provider)
        let path = Bench.path(provider, Bench.ids[provider] ?? "")
        for _ in 0..<300 { #expect(try bench.client.send("GET", path, headers).status == 200) }
    }

    @Test func `ShipStation says in seconds when to come back`() throws {
        let bench = try Bench { $0.rateScale = 0.01 }
        for _ in 0..<2 { _ = try bench.send(.shipStation, "GET", "/shipstation/v2/labels") }
        bench.server.advanceClock(milliseconds: 500)
        let answer = try bench.send(.shipStation, "GET", "/shipstation/v2/labels")
        #expect(answer.header("Retry-After") == "60")
        #expect(answer.json["errors"]?[0]?["error_code"]?.string == "rate_limit_exceeded")
    }

    @Test func `each credential and each account has its own allowance`() throws {
        let bench = try Bench { $0.rateScale = 0.005 }
        func status(_ account: String, _ key: String) throws -> Int {
            try bench.client.send(
                "GET", "/shipstation\(account)/v2/labels", ["api-key": key]
            ).status
        }
        #expect(try status("", "k1") == 200)
        #expect(try status("", "k1") == 429)
        #expect(try status("", "k2") == 200)
        #expect(try status("@us", "k1") == 200)
        #expect(try status("@us", "k1") == 429)
    }

    @Test func `a sliding window never holds more than its limit`() {
        var window = SlidingWindow(limit: 3, milliseconds: 1000)
        var passed: [Int64] = []
        for now in stride(from: Int64(0), to: 10_000, by: 70) where window.wait(at: now) == 0 {
            window.take(at: now)
            passed.append(now)
        }
        for start in passed {
            #expect(passed.filter { $0 >= start && $0 < start + 1000 }.count <= 3)
        }
        #expect(passed.count >= 27)
    }
}
