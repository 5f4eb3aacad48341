// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `The sandbox itself` {
    @Test func `a world is loaded from NDJSON and from a list`() throws {
        let line = """
            {"provider":"shipstation","id":"se-1","status":"label_purchased","labels":\
            [{"id":"se-9","cost":"5.10","currency":"usd"}]}
            """
        let other = """
            {"provider":"microsoft-hardware","product_id":14461751976964157,\
            "submission_id":"1152921504621467613","label_id":1152921504606978422}
            """
        let bench = try Bench()
        for body in ["\(line)\n\n\(other)\n", "[\(line),\(other)]"] {
            #expect(try bench.client.send("POST", "/_/world", body: body).status == 204)
            let state = try bench.client.send("GET", "/_/state/shipstation/se-1").json
            #expect(state["state"]?.string == "label_purchased")
            #expect(state["labels"]?[0]?["id"]?.string == "se-9")
            let path = "/_/state/microsoft/\(Bench.ids[.microsoftHardware] ?? "")"
            #expect(try bench.client.send("GET", path).status == 200)
            try bench.server.reset()
        }
    }

    @Test(arguments: [
        ("{\"provider\":\"ups\",\"id\":\"1\"}", "unknown provider"),
        ("{\"provider\":\"sorted\"}", "no id"),
        ("{\"provider\":\"sorted\",\"id\":\"sp_1\",\"state\":\"x\"}", "unknown field"),
        ("{\"provider\":\"sorted\",\"id\":\"sp_1\",\"cost\":\"1,5\"}", "cost is no amount"),
        ("{\"provider\":\"sorted\",\"id\":\"sp_1\",\"on_cancel\":\"x\"}", "on_cancel is one of"),
        (
            "{\"provider\":\"sorted\",\"id\":\"sp_1\",\"settles_after\":\"soon\"}",
            "settles_after is no length of time: \"soon\""
        ),
        ("{\"provider\":\"shipstation\",\"id\":\"1\"}", "not a ShipStation id"),
        ("{\"provider\":\"sendcloud\",\"id\":\"x\"}", "not a Sendcloud return id"),
        (
            "{\"provider\":\"microsoft\",\"id\":\"1/2\"}",
            "not product/submission/label in 64-bit integers"
        ),
        ("[1]", "a number where a shipment should stand"), ("{", ""), ("[", ""),
    ])
    func `a world that cannot be read is refused with the reason`(
        body: String, what: String
    ) throws {
        let bench = try Bench()
        let answer = try bench.client.send("POST", "/_/world", body: body)
        #expect(answer.status == 400)
        #expect(answer.json["error"]?.string?.contains(what) == true)
    }

    @Test(arguments: [
        (SandboxItem(.amazonShipping, ""), "an Amazon shipment without an id"),
        (SandboxItem(.sortedPro, ""), "a Sorted shipment without a reference"),
    ])
    func `a shipment of a test needs an id too`(item: SandboxItem, what: String) throws {
        let bench = try Bench()
        let problem = #expect(throws: Problem.self) { try bench.server.add([item]) }
        #expect(problem?.what == what)
    }

    @Test func `a sandbox has room for so many accounts`() throws {
        let bench = try Bench()
        let items = (0...300).map { SandboxItem(.shipStation, "se-\($0)", account: "shop-\($0)") }
        let problem = #expect(throws: Problem.self) { try bench.server.add(items) }
        #expect(problem?.what == "more than 256 accounts in a sandbox")
    }

    @Test(arguments: ProviderName.allCases, ["json", "csv", "ndjson"])
    func `an export holds what can be cancelled`(provider: ProviderName, form: String) throws {
        let bench = try Bench { $0.generated = 40 }
        let answer = try bench.client.send("GET", "/_/export/\(provider.rawValue).\(form)")
        #expect(answer.status == 200)
        let lines = answer.text.split(separator: "\n")
        switch form {
        case "json": #expect(answer.json != .null)
        case "csv":
            #expect(lines[0].hasPrefix("id,provider,account,status,"))
            #expect((21...40).contains(lines.count))
        default:
            for line in lines {
                let id = try #require(JSON.parse(String(line))["id"]?.string)
                let state = try bench.client.send(
                    "GET", "/_/state/\(provider.rawValue)/\(id)")
                #expect(state.json["cancelled"] == false)
            }
        }
    }

    @Test func `a field with commas and quotes stays one field`() throws {
        var item = SandboxItem(.sortedPro, "sp_1")
        item.reference = "12\" pipe, long"
        item.cost = Amount("3.10")
        let bench = try Bench([item])
        let text = try bench.client.send("GET", "/_/export/sorted.csv").text
        #expect(text.contains("sp_1,sorted-pro,,allocated,"))
        #expect(text.contains("3.10,,,\"12\"\" pipe, long\","))
    }

    @Test func `a made up world is the same for the same seed`() throws {
        func world(_ seed: UInt64) throws -> String {
            let bench = try Bench {
                $0.generated = 30
                $0.seed = seed
            }
            return try bench.client.send("GET", "/_/export/sorted.csv").text
        }
        #expect(try world(7) == world(7))
        #expect(try world(7) != world(8))
    }

    @Test func `accounts of one provider do not see each other's shipments`() throws {
        var item = SandboxItem(.shipStation, "se-1")
        item.account = "us"
        let bench = try Bench([item])
        let path = "/v2/shipments/se-1/cancel"
        let headers = try bench.headers(.shipStation)
        for (account, status) in [("", 404), ("@eu", 404), ("@us", 204)] {
            let answer = try bench.client.send("PUT", "/shipstation\(account)\(path)", headers)
            #expect(answer.status == status)
        }
        #expect(bench.lastEntry?.account == "us")
        #expect(bench.server.baseURL(.shipStation, account: "us").hasSuffix("/shipstation@us"))
    }

    @Test func `a reset restores the world and starts the journal anew`() throws {
        let bench = try Bench([Bench.item(.shipStation)])
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        #expect(try bench.client.send("POST", "/_/reset").status == 204)
        #expect(bench.server.journal().isEmpty)
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        #expect(bench.lastEntry?.sequence == 1)
    }

    @Test func `faults and clock change while it runs`() throws {
        let bench = try Bench([Bench.item(.shipStation)])
        #expect(try bench.client.send("PUT", "/_/faults", body: "503=1").status == 204)
        #expect(try bench.client.send("GET", "/_/faults").text == "503=1.0\n")
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 503)
        #expect(try bench.client.send("PUT", "/_/faults", body: "x=1").status == 400)
        #expect(try bench.client.send("PUT", "/_/faults").status == 204)
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        let clock = try bench.client.send("POST", "/_/clock", body: "{\"advance_ms\":1000}")
        #expect(clock.json["now"]?.string == "2027-01-15T08:00:01.000Z")
        for body in ["", "{}", "{\"advance_ms\":-1}", "{\"advance_ms\":9223372036854775807}"] {
            #expect(try bench.client.send("POST", "/_/clock", body: body).status == 400)
        }
    }

    static let threeDays: Int64 = 3 * 86_400_000

    static let endings: [(ProviderName, String, Scenario, String?)] = [
        (.sendcloudReturns, "7", .fail, "cancellation-failed"),
        (.sendcloudReturns, "7", .normal, "cancelled"), (.sendcloudReturns, "7", .stuck, nil),
        (.sortedPro, "sp_7", .fail, "cancellation-failed"),
        (.sortedPro, "sp_7", .normal, "cancelled"),
        (.microsoftHardware, "1/2/7", .fail, "cancellation-failed"),
        (.microsoftHardware, "1/2/7", .stuck, nil),
    ]

    @Test(arguments: endings)
    func `a cancellation ends after its own time, which nobody waits for`(
        provider: ProviderName, id: String, scenario: Scenario, end: String?
    ) throws {
        let bench = try Bench()
        let world = """
            {"provider":"\(provider.rawValue)","id":"\(id)","on_cancel":"\(scenario.rawValue)",\
            "settles_after":"3d"}
            """
        #expect(try bench.client.send("POST", "/_/world", body: world).status == 204)
        _ = try bench.cancel(provider, id)
        let begun = ["cancelling \(id)"]
        bench.server.advanceClock(milliseconds: Self.threeDays - 1)
        #expect(bench.effects == begun)
        let last = #"{"advance_ms":1}"#
        #expect(try bench.client.send("POST", "/_/clock", body: last).status == 200)
        #expect(bench.effects == begun + (end.map { ["\($0) \(id)"] } ?? []))
        let begunAt = try #require(bench.server.journal().first?.at)
        guard end != nil else { return }
        #expect(bench.lastEntry?.at == begunAt.adding(milliseconds: Self.threeDays))
    }

    @Test func `a summary counts requests, statuses, effects and faults`() throws {
        let bench = try Bench([Bench.item(.shipStation)])
        _ = try bench.cancel(.shipStation, "se-28529731")
        _ = try bench.cancel(.shipStation, "se-1")
        let summary = try bench.client.send("GET", "/_/summary").json["shipstation"]
        #expect(summary?["requests"]?.int == 2)
        #expect(summary?["statuses"] == ["204": 1, "404": 1])
        #expect(summary?["effects"] == ["cancelled": 1])
    }

    @Test(arguments: ["/", "/_/nothing", "/ups/v1", "/_/export/shipstation.xlsx", "/_/state/x"])
    func `what is not there is said to be not there`(path: String) throws {
        let bench = try Bench()
        #expect(try [400, 404].contains(bench.client.send("GET", path).status))
        #expect(bench.server.journal().isEmpty)
    }

    @Test func `a job file points every provider here`() throws {
        let bench = try Bench()
        let job = try bench.client.send("GET", "/_/job").text
        for provider in ProviderName.allCases {
            #expect(job.contains("baseURL: \"\(bench.server.baseURL(provider))\""))
        }
        let token = bench.server.tokenURL(.microsoftHardware, tenant: "sandbox")
        #expect(job.contains("tokenURL: \"\(token ?? "none")\""))
    }

    @Test func `the first page tells where everything is`() throws {
        let bench = try Bench()
        let page = try bench.client.send("GET", "/_/").text
        for provider in ProviderName.allCases {
            #expect(page.contains(bench.server.baseURL(provider)))
        }
    }
}
