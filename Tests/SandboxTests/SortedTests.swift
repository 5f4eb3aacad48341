// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Sorted PRO in the sandbox` {
    private static let id = "sp_00792815110958000332875334549504"
    private static let path = "/sorted/pro/shipments/\(id)"

    @Test(arguments: [
        ([:], 401, "missing_api_key_header"),
        (["x-api-version": "1"], 401, "missing_api_key_header"),
        (["x-api-key": "k"], 400, "version_header_missing"),
        (["x-api-key": "k", "x-api-version": "a b"], 400, "version_header_error"),
    ])
    func `every call needs a key and a version`(
        headers: [String: String], status: Int, code: String
    ) throws {
        let bench = try Bench([SandboxItem(.sortedPro, Self.id)])
        let answer = try bench.client.send("PUT", Self.path + "/cancel", headers)
        #expect(answer.status == status)
        #expect(answer.json["code"]?.string == code)
        #expect(bench.effects.isEmpty)
    }

    @Test(arguments: Sorted.states.sorted())
    func `only what is not manifested can be cancelled`(state: String) throws {
        let bench = try Bench([SandboxItem(.sortedPro, Self.id, status: state)]) {
            $0.settling.sortedAsynchronousShare = 0
        }
        let answer = try bench.cancel(.sortedPro, Self.id)
        let isOpen = Sorted.cancellableStates.contains(state)
        #expect(answer.status == (isOpen ? 200 : 400))
        #expect(bench.effects == (isOpen ? ["cancelled \(Self.id)"] : []))
        if !isOpen {
            #expect(
                answer.json["details"]?[0]?["code"]?.string == "invalid_state_for_operation")
        }
    }

    @Test(arguments: [(Scenario.stuck, "cancelling"), (.fail, "ready_to_ship")])
    func `a cancellation can pass through cancelling and fall back`(
        scenario: Scenario, end: String
    ) throws {
        let bench = try Bench(
            [SandboxItem(.sortedPro, Self.id, status: "ready_to_ship", scenario: scenario)])
        #expect(try bench.cancel(.sortedPro, Self.id).status == 200)
        #expect(
            try bench.look(.sortedPro, Self.id).json["state"]?.string == "cancelling")
        bench.server.advanceClock(milliseconds: 1000)
        #expect(try bench.look(.sortedPro, Self.id).json["state"]?.string == end)
    }

    @Test func `a share of cancellations is not immediate`() throws {
        let ids = (1...40).map { "sp_\($0)" }
        let bench = try Bench(ids.map { SandboxItem(.sortedPro, $0) }) {
            $0.settling.sortedAsynchronousShare = 0.5
        }
        for id in ids { _ = try bench.cancel(.sortedPro, id) }
        let before = bench.effects.filter { $0.hasPrefix("cancelled") }.count
        #expect((1..<40).contains(before))
        bench.server.advanceClock(milliseconds: 1000)
        #expect(bench.effects.filter { $0.hasPrefix("cancelled") }.count == 40)
    }

    @Test func `429 is also a conflict, which is no throttling`() throws {
        let bench = try Bench([SandboxItem(.sortedPro, Self.id, scenario: .conflict)])
        let answer = try bench.cancel(.sortedPro, Self.id)
        #expect(answer.status == 429)
        #expect(answer.json["code"]?.string == "conflict")
        #expect(answer.json["details"]?[0]?["code"]?.string == "rule_conflict")
        #expect(answer.header("Retry-After") == nil)
    }

    @Test func `only a cancelled shipment is deleted, and then it is gone`() throws {
        let bench = try Bench([SandboxItem(.sortedPro, Self.id)]) {
            $0.settling.sortedAsynchronousShare = 0
        }
        #expect(try bench.send(.sortedPro, "DELETE", Self.path).status == 400)
        _ = try bench.cancel(.sortedPro, Self.id)
        #expect(try bench.send(.sortedPro, "DELETE", Self.path).status == 200)
        let looked = try bench.look(.sortedPro, Self.id)
        #expect(looked.status == 410)
        #expect(looked.json["code"]?.string == "resource_removed")
        #expect(bench.effects == ["cancelled \(Self.id)", "deleted \(Self.id)"])
    }

    @Test(arguments: [
        ("POST", "/sorted/pro/shipments/sp_1/cancel", 405, "method_not_supported"),
        ("PUT", "/sorted/pro/shipments/sp_1", 405, "method_not_supported"),
        ("PUT", "/sorted/pro/shipments/sp%3F1/cancel", 400, "validation_error"),
        ("PUT", "/sorted/pro/shipments/sp_2/cancel", 404, "not_found"),
        ("PUT", "/sorted/shipments/sp_1/cancel", 404, "not_found"),
        ("GET", "/sorted/pro/shipments", 400, "validation_error"),
        ("GET", "/sorted/pro/shipments?custom_reference=r&take=11", 400, "validation_error"),
        ("GET", "/sorted/pro/shipments?custom_reference=r&skip=-1", 400, "validation_error"),
    ])
    func `a request that is not as documented is refused`(
        method: String, path: String, status: Int, code: String
    ) throws {
        let bench = try Bench([SandboxItem(.sortedPro, "sp_1")])
        let answer = try bench.send(.sortedPro, method, path)
        #expect(answer.status == status)
        #expect(answer.json["code"]?.string == code)
        #expect(answer.json["correlation_id"]?.string == bench.lastEntry?.requestID)
    }

    @Test func `a custom reference is not unique and comes in pages of ten`() throws {
        let items = (1...12).map { number in
            var item = SandboxItem(.sortedPro, "sp_\(number)")
            item.reference = "order 1"
            return item
        }
        let bench = try Bench(items)
        let start = "/sorted/pro/shipments?custom_reference=order%201"
        let first = try bench.send(.sortedPro, "GET", start).json
        let second = try bench.send(.sortedPro, "GET", start + "&skip=10").json
        #expect(first["total"]?.int == 12)
        #expect(first["shipments"]?.array?.count == 10)
        #expect(second["shipments"]?.array?.count == 2)
    }
}
