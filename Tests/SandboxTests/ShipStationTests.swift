// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `ShipStation in the sandbox` {
    private static let path = "/shipstation/v2/shipments/se-1"

    private static func labelled(_ label: SandboxLabel...) -> [SandboxItem] {
        [SandboxItem(.shipStation, "se-1", status: "label_purchased", labels: label)]
    }

    @Test(arguments: [
        ("GET", "/shipstation/v2/shipments/se-1/cancel", 405, "unspecified"),
        ("POST", "/shipstation/v2/shipments/se-1/cancel", 405, "unspecified"),
        ("PUT", "/shipstation/v1/shipments/se-1/cancel", 404, "unspecified"),
        ("PUT", "/shipstation/v2/shipments/se-1/cancel/", 404, "unspecified"),
        ("PUT", "/shipstation/v2/shipments/SE-1/cancel", 400, "invalid_identifier"),
        ("PUT", "/shipstation/v2/shipments/1/cancel", 400, "invalid_identifier"),
        (
            "PUT", "/shipstation/v2/shipments/se-12345678901234567890123/cancel", 400,
            "invalid_identifier"
        ),
        ("PUT", "/shipstation/v2/shipments/se-2/cancel", 404, "unspecified"),
        (
            "PUT", "/shipstation/v2/shipments/..%2Fshipments%2Fse-1/cancel", 400,
            "invalid_identifier"
        ),
        ("PUT", "/shipstation/v2/labels/se-9/void", 404, "unspecified"),
        ("GET", "/shipstation/v2/shipments?shipment_status=open", 400, "invalid_field_value"),
        ("GET", "/shipstation/v2/shipments?page=0", 400, "invalid_field_value"),
        ("GET", "/shipstation/v2/shipments?page=9223372036854775807", 400, "invalid_field_value"),
        ("GET", "/shipstation/v2/shipments?status=pending", 400, "invalid_field_value"),
    ])
    func `a request that is not as documented is refused`(
        method: String, path: String, status: Int, code: String
    ) throws {
        let bench = try Bench([SandboxItem(.shipStation, "se-1")])
        let answer = try bench.send(.shipStation, method, path)
        #expect(answer.status == status)
        #expect(answer.json["errors"]?[0]?["error_code"]?.string == code)
        #expect(answer.json["errors"]?[0]?["error_source"]?.string == "ShipStation")
        #expect(bench.effects.isEmpty)
    }

    @Test(arguments: [[:], ["api-key": ""], ["Authorization": "Basic a2V5Og=="]])
    func `a request without a key is unauthorized`(headers: [String: String]) throws {
        let bench = try Bench([SandboxItem(.shipStation, "se-1")])
        let answer = try bench.client.send("PUT", Self.path + "/cancel", headers)
        #expect(answer.status == 401)
        #expect(answer.json["errors"]?[0]?["error_code"]?.string == "unauthorized")
        #expect(bench.effects.isEmpty)
    }

    @Test func `a body on a cancel is refused`() throws {
        let bench = try Bench([SandboxItem(.shipStation, "se-1")])
        let answer = try bench.client.send(
            "PUT", Self.path + "/cancel", bench.headers(.shipStation), body: "{}")
        #expect(answer.status == 400)
        #expect(bench.effects.isEmpty)
    }

    @Test func `a shipment with a live label is cancelled only after the label was voided`() throws
    {
        let bench = try Bench(Self.labelled(SandboxLabel("se-9")))
        #expect(try bench.cancel(.shipStation, "se-1").status == 400)
        let void = try bench.send(.shipStation, "PUT", "/shipstation/v2/labels/se-9/void")
        #expect(void.json["approved"] == true)
        let looked = try bench.look(.shipStation, "se-1").json
        #expect(looked["shipment_status"]?.string == "pending")
        #expect(try bench.cancel(.shipStation, "se-1").status == 204)
        #expect(bench.effects == ["voided se-9", "cancelled se-1"])
    }

    @Test(arguments: ["processing", "label_purchased", "cancelled"])
    func `a shipment in another state than pending is not cancelled`(status: String) throws {
        let bench = try Bench([SandboxItem(.shipStation, "se-1", status: status)])
        let answer = try bench.cancel(.shipStation, "se-1")
        #expect(answer.status == 400)
        #expect(answer.json["errors"]?[0]?["error_code"]?.string == "invalid_status")
        #expect(bench.effects.isEmpty)
    }

    @Test func `a live label refuses the cancel of a shipment that calls itself pending`() throws {
        let live = SandboxItem(
            .shipStation, "se-1", status: "pending",
            labels: [SandboxLabel("se-8", status: "voided"), SandboxLabel("se-9")])
        let bench = try Bench([live])
        #expect(try bench.cancel(.shipStation, "se-1").status == 400)
        #expect(bench.effects.isEmpty)
    }

    @Test func `a refused void is a 200 that says so`() throws {
        let bench = try Bench(
            Self.labelled(SandboxLabel("se-9", voidRefusal: "contact_carrier")))
        let answer = try bench.send(.shipStation, "PUT", "/shipstation/v2/labels/se-9/void")
        #expect(answer.status == 200)
        #expect(answer.json["approved"] == false)
        #expect(answer.json["reason_code"]?.string == "contact_carrier")
        #expect(bench.effects.isEmpty)
    }

    @Test func `a second void says already voided and has no effect`() throws {
        let bench = try Bench(Self.labelled(SandboxLabel("se-9")))
        _ = try bench.send(.shipStation, "PUT", "/shipstation/v2/labels/se-9/void")
        let second = try bench.send(.shipStation, "PUT", "/shipstation/v2/labels/se-9/void")
        #expect(second.json["reason_code"]?.string == "label_already_voided")
        #expect(bench.effects == ["voided se-9"])
    }

    @Test func `one void can void labels that belong together`() throws {
        var first = SandboxLabel("se-8")
        first.voidsAlso = ["se-9"]
        let bench = try Bench(Self.labelled(first, SandboxLabel("se-9")))
        let answer = try bench.send(.shipStation, "PUT", "/shipstation/v2/labels/se-8/void")
        #expect(answer.json["voided_label_ids"] == ["se-8", "se-9"])
        #expect(bench.effects == ["voided se-8", "voided se-9"])
        let label = try bench.send(.shipStation, "GET", "/shipstation/v2/labels/se-9").json
        #expect(label["voided"] == true)
        #expect(label["status"]?.string == "voided")
    }

    @Test func `a label shows its costs as they are`() throws {
        var label = SandboxLabel("se-9")
        label.cost = Amount("10.10")
        label.insurance = Amount("0.05")
        let bench = try Bench(Self.labelled(label))
        let found = try bench.send(
            .shipStation, "GET", "/shipstation/v2/labels?shipment_id=se-1"
        ).json
        #expect(found["total"]?.int == 1)
        #expect(found["labels"]?[0]?["shipment_cost"]?["amount"]?.text == "10.10")
        #expect(found["labels"]?[0]?["insurance_cost"]?["amount"]?.text == "0.05")
    }

    @Test func `pages hold every pending shipment once`() throws {
        let items = (1...57).map { SandboxItem(.shipStation, "se-\($0)") }
        let bench = try Bench(items + [SandboxItem(.shipStation, "se-99", status: "cancelled")])
        var path: String? = "/shipstation/v2/shipments?shipment_status=pending&page_size=25"
        var found: [String] = []
        while let next = path {
            let page = try bench.send(.shipStation, "GET", next).json
            #expect(page["total"]?.int == 57)
            #expect(page["pages"]?.int == 3)
            found += page["shipments"]?.array?.compactMap { $0["shipment_id"]?.string } ?? []
            let link = page["links"]?["next"]?["href"]?.string
            path = link.map { String($0.dropFirst(bench.server.address.count)) }
        }
        #expect(found.count == 57)
        #expect(Set(found) == Set(items.map(\.id)))
        let beyond = try bench.send(.shipStation, "GET", "/shipstation/v2/shipments?page=9").json
        #expect(beyond["shipments"] == [])
    }

    @Test func `a shipment is found by its external id`() throws {
        var item = SandboxItem(.shipStation, "se-1")
        item.reference = "A 1"
        let bench = try Bench([item])
        let path = "/shipstation/v2/shipments/external_shipment_id/A%201"
        #expect(
            try bench.send(.shipStation, "GET", path).json["shipment_id"]?.string == "se-1")
    }
}
