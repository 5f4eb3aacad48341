// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Sendcloud returns in the sandbox` {
    private static let range = "from_date=2000-01-01%2000:00:00&to_date=2100-01-01%2000:00:00"

    /// The newest status of the history, whatever its spelling and its order.
    private static func status(_ answer: Answer) -> String? {
        answer.json["status_history"]?.array?
            .max {
                ($0["parcel_status_history_id"]?.int ?? 0)
                    < ($1["parcel_status_history_id"]?.int ?? 0)
            }?["parent_status"]?
            .string?.normalised(separator: "-")
    }

    @Test(arguments: [(Scenario.normal, true), (.fail, false)])
    func `a cancellation is under way before it ends`(scenario: Scenario, succeeds: Bool) throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7", scenario: scenario)])
        #expect(try bench.look(.sendcloudReturns, "7").json["is_cancellable"] == true)
        #expect(try bench.cancel(.sendcloudReturns, "7").status == 202)
        let during = try bench.look(.sendcloudReturns, "7")
        #expect(Self.status(during)?.hasPrefix("cancelling") == true)
        #expect(during.json["is_cancellable"] == false)
        bench.server.advanceClock(milliseconds: 3000)
        let after = try #require(Self.status(try bench.look(.sendcloudReturns, "7")))
        #expect(
            (succeeds ? ["cancelled", "cancelled-upstream"] : ["cancellation-failed"])
                .contains(after))
        #expect(
            bench.effects == [
                "cancelling 7", succeeds ? "cancelled 7" : "cancellation-failed 7",
            ])
    }

    @Test func `a stuck cancellation stays under way`() throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7", scenario: .stuck)])
        _ = try bench.cancel(.sendcloudReturns, "7")
        bench.server.advanceClock(milliseconds: 86_400_000)
        let looked = try bench.look(.sendcloudReturns, "7")
        #expect(Self.status(looked)?.hasPrefix("cancelling") == true)
    }

    @Test(arguments: ["delivered", "no-label", "cancelled", "CANCELLING_UPSTREAM"])
    func `what cannot be cancelled is a conflict with an integer code`(status: String) throws {
        let bench = try Bench(
            [SandboxItem(.sendcloudReturns, "7", status: status, scenario: .stuck)])
        let answer = try bench.cancel(.sendcloudReturns, "7")
        #expect(answer.status == 409)
        #expect(answer.json["errors"]?[0]?["code"] == 409)
        #expect(bench.effects.isEmpty)
    }

    @Test(arguments: ["abc", "0", "-7", "7.0", "99999999999999999999", "8"])
    func `an id that is no return is not found`(id: String) throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7")])
        #expect(try bench.cancel(.sendcloudReturns, id).status == 404)
    }

    @Test(arguments: [
        ("", 401), ("Basic !", 401), ("Basic Og==", 401), ("Bearer ory_at_made_up", 401),
        ("Basic cHVibGljOnNlY3JldA==", 202),
    ])
    func `the authorization decides`(header: String, status: Int) throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7")])
        let answer = try bench.client.send(
            "PATCH", "/sendcloud/api/v3/returns/7/cancel", ["Authorization": header])
        #expect(answer.status == status)
        #expect(bench.effects.isEmpty == (status == 401))
    }

    @Test(arguments: ["/sendcloud/oauth2/token", "/sendcloud/oauth2/token/"])
    func `an integration with OAuth2 takes tokens and rejects Basic`(path: String) throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7")]) {
            $0.sendcloudNeedsOAuth2 = true
        }
        #expect(try bench.cancel(.sendcloudReturns, "7").status == 401)
        let basic = try bench.headers(.sendcloudReturns)
        let answer = try bench.client.send(
            "POST", path, basic.merging(["Content-Type": Bench.form]) { $1 },
            body: "grant_type=client_credentials&scope=api")
        let token = try #require(answer.json["access_token"]?.string)
        let second = try bench.client.send(
            "PATCH", "/sendcloud/api/v3/returns/7/cancel", ["Authorization": "Bearer \(token)"])
        #expect(second.status == 202)
    }

    @Test(arguments: [
        ("to_date=2100-01-01%2000:00:00", "from_date"),
        ("from_date=2000-01-01%2000:00:00", "to_date"),
        ("from_date=yesterday&to_date=2100-01-01%2000:00:00", "from_date"),
        (range + "&page_size=41", "page_size"), (range + "&page_size=0", "page_size"),
        (range + "&parent_parcel_status=open", "parent_parcel_status"),
        (range + "&cursor=nonsense", "cursor"), (range + "&page=2", "page"),
    ])
    func `a list that is not asked for as documented is refused`(
        query: String, parameter: String
    ) throws {
        let bench = try Bench()
        let answer = try bench.send(
            .sendcloudReturns, "GET", "/sendcloud/api/v3/returns?\(query)")
        #expect(answer.status == 400)
        #expect(answer.json["errors"]?[0]?["source"]?["parameter"]?.string == parameter)
    }

    @Test func `the cursor leads through all returns, which carry no id`() throws {
        let bench = try Bench((1...95).map { SandboxItem(.sendcloudReturns, "\($0)") })
        var path: String? = "/sendcloud/api/v3/returns?\(Self.range)"
        var sizes: [Int] = []
        while let next = path {
            let answer = try bench.send(.sendcloudReturns, "GET", next)
            let items = answer.json["data"]?.array ?? []
            sizes.append(items.count)
            #expect(items.allSatisfy { $0["id"] == nil })
            let link = answer.json["next"]?.string
            #expect(link == nil || answer.header("Link") == "<\(link ?? "")>; rel=\"next\"")
            path = link.map { String($0.dropFirst(bench.server.address.count)) }
        }
        #expect(sizes == [40, 40, 15])
    }

    @Test(arguments: [("nonsense", 400), ("0b4b0e0c-2c0d-4d3e-9e2e-3b7a7f4f3c11", 202)])
    func `a partner id must be a UUID`(partner: String, status: Int) throws {
        let bench = try Bench([SandboxItem(.sendcloudReturns, "7")])
        var headers = try bench.headers(.sendcloudReturns)
        headers["Sendcloud-Partner-Id"] = partner
        let answer = try bench.client.send(
            "PATCH", "/sendcloud/api/v3/returns/7/cancel", headers)
        #expect(answer.status == status)
    }

    @Test func `costs keep their decimals`() throws {
        var item = SandboxItem(.sendcloudReturns, "7")
        (item.cost, item.currency) = (Amount("6.10"), "EUR")
        let bench = try Bench([item])
        let looked = try bench.look(.sendcloudReturns, "7").json
        #expect(looked["label_cost"]?["value"]?.text == "6.10")
    }

    @Test func `the spellings of a status differ from return to return`() throws {
        let bench = try Bench((1...30).map { SandboxItem(.sendcloudReturns, "\($0)") })
        let words = try (1...30).map { id in
            try bench.look(.sendcloudReturns, "\(id)")
                .json["status_history"]?[0]?["parent_status"]?.string
        }
        #expect(Set(words) == ["announced", "Announced", "ANNOUNCED"])
    }
}
