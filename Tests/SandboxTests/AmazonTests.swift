// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Amazon Shipping in the sandbox` {
    private static let path = "/amazon/shipping/v2/shipments/a-1/cancel"
    private static let token = "/amazon/auth/o2/token"
    private static let business = "x-amzn-shipping-business-id"

    @Test(arguments: [
        ("", 400, "InvalidRequest"), ("AmazonShipping_PL", 400, "InvalidRequest"),
        ("US", 400, "InvalidRequest"), ("AmazonShipping_UK", 404, "NotFound"),
        ("AmazonShipping_US", 200, nil),
    ])
    func `the business id decides`(business: String, status: Int, code: String?) throws {
        var item = SandboxItem(.amazonShipping, "a-1")
        item.business = "AmazonShipping_US"
        let bench = try Bench([item])
        var headers = try bench.headers(.amazonShipping)
        headers[Self.business] = business
        let answer = try bench.client.send("PUT", Self.path, headers)
        #expect(answer.status == status)
        #expect(answer.json["errors"]?[0]?["code"]?.string == code)
        #expect(bench.effects == (status == 200 ? ["cancelled a-1"] : []))
    }

    @Test func `a missing token is 401, an unknown one 403`() throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1")])
        let missing = try bench.client.send("PUT", Self.path, [Self.business: "AmazonShipping_US"])
        #expect(missing.status == 401)
        let unknown = try bench.client.send(
            "PUT", Self.path,
            [Self.business: "AmazonShipping_US", "x-amz-access-token": "Atza|made-up"])
        #expect(unknown.status == 403)
        #expect(unknown.json["errors"]?[0]?["code"]?.string == "Unauthorized")
        #expect(bench.effects.isEmpty)
    }

    @Test func `a token expires with its time`() throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1")])
        let headers = try bench.headers(.amazonShipping)
        bench.server.advanceClock(milliseconds: 3_600_000)
        #expect(try bench.client.send("PUT", Self.path, headers).status == 403)
    }

    @Test(arguments: [
        ("PUT", "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s", 405),
        ("POST", "grant_type=client_credentials&client_id=c&client_secret=s", 400),
        ("POST", "grant_type=refresh_token&client_id=c&client_secret=s", 400),
        ("POST", "grant_type=refresh_token&refresh_token=r&client_id=c&client_id=c", 400),
        ("POST", "", 400),
    ])
    func `a token request that is not as documented is refused`(
        method: String, form: String, status: Int
    ) throws {
        let bench = try Bench()
        let answer = try bench.client.send(
            method, Self.token, ["Content-Type": Bench.form], body: form)
        #expect(answer.status == status)
        #expect(answer.json["error"]?.string != nil)
        #expect(bench.server.journal().flatMap(\.effects).isEmpty)
    }

    @Test func `a success is an empty payload with the documented headers`() throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1")])
        let answer = try bench.cancel(.amazonShipping, "a-1")
        #expect(answer.json == ["payload": [:]])
        #expect(answer.header("x-amzn-RequestId") == bench.lastEntry?.requestID)
        #expect(answer.header("x-amzn-RateLimit-Limit") != nil)
    }

    @Test(arguments: [(Scenario.normal, 200), (.once, 400)])
    func `a second cancel changes nothing`(scenario: Scenario, status: Int) throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1", scenario: scenario)])
        #expect(try bench.cancel(.amazonShipping, "a-1").status == 200)
        #expect(try bench.cancel(.amazonShipping, "a-1").status == status)
        #expect(bench.effects == ["cancelled a-1"])
    }

    @Test(arguments: ["InTransit", "delivered", "picked up"])
    func `what was picked up is not cancelled`(status: String) throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1", status: status)])
        let answer = try bench.cancel(.amazonShipping, "a-1")
        #expect(answer.status == 400)
        #expect(answer.json["errors"]?[0]?["details"]?.string != nil)
        #expect(bench.effects.isEmpty)
    }

    @Test func `tracking needs both ids and never says cancelled`() throws {
        var item = SandboxItem(.amazonShipping, "a-1")
        (item.trackingNumber, item.carrier) = ("TBA1", "AMZN")
        let bench = try Bench([item])
        _ = try bench.cancel(.amazonShipping, "a-1")
        let start = "/amazon/shipping/v2/tracking"
        #expect(try bench.send(.amazonShipping, "GET", start + "?trackingId=TBA1").status == 400)
        let found = try bench.send(
            .amazonShipping, "GET", start + "?trackingId=TBA1&carrierId=AMZN")
        #expect(found.json["payload"]?["summary"]?["status"]?.string == "PreTransit")
    }

    @Test func `there is nothing to list or to look at`() throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a-1")])
        for path in ["", "/a-1"] {
            let answer = try bench.send(
                .amazonShipping, "GET", "/amazon/shipping/v2/shipments" + path)
            #expect(answer.status == 404)
        }
    }

    @Test func `an id with a slash stays one id`() throws {
        let bench = try Bench([SandboxItem(.amazonShipping, "a/1")])
        #expect(try bench.cancel(.amazonShipping, "a%2F1").status == 200)
        #expect(bench.effects == ["cancelled a/1"])
    }
}
