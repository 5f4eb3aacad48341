// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Exports

struct ColumnsTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var name: String
        var text: String
        var provider: ProviderName?
        var fields: [CanonicalField: String]
    }

    static let kinds = [
        Kind(
            testDescription: "ShipStation API, shipments", name: "a.json",
            text: #"""
                {"shipments":[{"shipment_id":"se-28529731","external_shipment_id":"A-1",
                "shipment_number":"10001","shipment_status":"pending","created_at":
                "2026-11-01T10:00:00Z","ship_date":"2026-11-02","carrier_id":"se-1","service_code":
                "ups_ground","tags":[{"name":"VIP"},{"name":"gift"}],"ship_to":{"name":"x"}}],
                "total":1,"page":1,"pages":1,"links":{"next":{}}}
                """#, provider: .shipStation,
            fields: [
                .id: "se-28529731", .status: "pending", .reference: "A-1", .tags: "VIP, gift",
                .createdAt: "2026-11-01T10:00:00Z", .shipDate: "2026-11-02", .carrier: "se-1",
                .service: "ups_ground", .cost: "", .labelID: "",
            ]),
        Kind(
            testDescription: "ShipStation API, labels", name: "a.json",
            text: #"""
                {"labels":[{"label_id":"se-9","shipment_id":"se-1","status":"Completed",
                "shipment_cost":{"currency":"usd","amount":12.34},"insurance_cost":{"currency":"usd",
                "amount":0.5},"tracking_number":"1Z","ship_date":"2026-11-02"}]}
                """#, provider: .shipStation,
            fields: [
                .id: "se-1", .labelID: "se-9", .labelStatus: "completed", .cost: "12.34",
                .currency: "USD", .insurance: "0.5", .trackingNumber: "1Z", .status: "",
            ]),
        Kind(
            testDescription: "Sendcloud API v3, returns", name: "a.json",
            text: #"""
                {"next":null,"previous":null,"data":[{"id":1751075,"created_at":
                "2022-07-18T15:34:21.869312+02:00","is_cancellable":false,"label_cost":{"value":6.15,
                "currency":"EUR"},"shipping_product":{"code":"postnl:standard/return"},
                "tracking_number":"JVGL1","order_number":"77","status_history":[
                {"carrier_update_timestamp":"2022-07-19T15:34:21.862840+02:00","parent_status":
                "Cancelled"},{"carrier_update_timestamp":"2022-07-18T15:34:21.862840+02:00",
                "parent_status":"Ready to Ship"}],"return_fee":{"value":1.5,"currency":"EUR"}}]}
                """#, provider: .sendcloudReturns,
            fields: [
                .id: "1751075", .status: "cancelled", .cost: "6.15", .currency: "EUR",
                .reference: "77", .trackingNumber: "JVGL1", .service: "postnl:standard/return",
            ]),
        Kind(
            testDescription: "Sorted API, one shipment", name: "a.json",
            text: #"""
                {"reference":"sp_00792815110958000332875334549504","custom_reference":"77d5","state":
                "Allocated","created":"2019-04-25T16:12:14+01:00","shipping_date":{"start":
                "2019-04-26T00:00:00+01:00"},"allocation":{"carrier":{"reference":"ABQ","name":
                "ABQ Worldwide","service_name":"ABQ 48"},"price":{"net":10.0,"gross":12.0,"taxes":[
                {"amount":2.0}],"currency":"GBP"},"tracking_references":["TRK9"]},"tags":["a","b"]}
                """#, provider: .sortedPro,
            fields: [
                .id: "sp_00792815110958000332875334549504", .reference: "77d5",
                .status: "allocated", .cost: "12.0", .currency: "GBP", .trackingNumber: "TRK9",
                .carrier: "ABQ Worldwide", .service: "ABQ 48", .tags: "a, b",
                .shipDate: "2019-04-26T00:00:00+01:00",
            ]),
        Kind(
            testDescription: "Microsoft, shipping labels", name: "a.json",
            text: #"""
                {"value":[{"id":1152921504606980000,"productId":14461751976964156,"submissionId":
                1152921504621467600,"name":"Publish","destination":"windowsUpdate",
                "workflowStatus":{"currentStep":"microsoftApproval","state":"started","messages":[]},
                "links":[{"href":"https://manage.devcenter.microsoft.com/v2.0/my/hardware/products/14461751976964157/submissions/1152921504621467613/shippingLabels/1152921504606980231","rel":"self","method":"GET"}]}]}
                """#, provider: .microsoftHardware,
            fields: [
                .id: "1152921504606980231", .productID: "14461751976964157",
                .submissionID: "1152921504621467613", .status: "microsoftapproval",
                .labelStatus: "started", .reference: "Publish",
            ]),
        Kind(
            testDescription: "Amazon, a purchase in its envelope", name: "a.ndjson",
            text: #"""
                {"payload":{"shipmentId":"amzn1.sid.8.100","packageDocumentDetails":[{"packageClientReferenceId":"p1","trackingId":"TBA1"}],"totalCharge":{"value":3.49,"unit":"USD"},"carrier":{"id":"AMZN","name":"Amazon"},"service":{"id":"s","name":"Ground"}}}
                """#, provider: .amazonShipping,
            fields: [
                .id: "amzn1.sid.8.100", .trackingNumber: "TBA1", .reference: "p1", .cost: "3.49",
                .currency: "USD", .carrier: "Amazon", .service: "Ground",
            ]),
        Kind(
            testDescription: "Amazon, a purchase", name: "a.json",
            text:
                #"[{"shipmentId":"87852211788104","packageDocumentDetails":[{"trackingId":157864}]}]"#,
            provider: .amazonShipping, fields: [.id: "87852211788104", .trackingNumber: "157864"]),
        Kind(
            testDescription: "usual headers", name: "a.csv",
            text: "Shipment ID,Order Number,Status,Created At,Label Cost,Currency,Tracking Number\n"
                + "se-1,10,Pending,2026-11-01,1.50,usd,1Z\n", provider: nil,
            fields: [
                .id: "se-1", .reference: "10", .status: "pending", .createdAt: "2026-11-01",
                .cost: "1.50", .currency: "USD", .trackingNumber: "1Z",
            ]),
        Kind(
            testDescription: "other usual headers", name: "a.csv",
            text:
                "shipment_id;shipment_status;created;price;tracking\nse-1;PENDING;2026-11-01;1,50;1Z\n",
            provider: .shipStation,
            fields: [
                .id: "se-1", .status: "pending", .createdAt: "2026-11-01", .trackingNumber: "1Z",
            ]),
    ]

    @Test(arguments: kinds) func `the providers' own answers and usual headers are understood`(
        _ kind: Kind
    ) throws {
        #expect(try columns(kind.text, name: kind.name).provider == kind.provider)
        let order = kind.fields.keys.sorted { $0.rawValue < $1.rawValue }
        let read = try rows(of: kind.text, name: kind.name) { row in
            [row.unreadable ?? ""] + order.map { row.text($0) }
        }
        #expect(read == [[""] + order.map { kind.fields[$0] ?? "" }])
    }

    @Test(arguments: [
        (
            ProviderName.sortedPro, "Reference,Custom Reference,State\nsp_1,c-1,allocated\n",
            ["sp_1", "c-1", "allocated"]
        ),
        (.sendcloudReturns, "Return ID,Order,Status\n017,c-1,x\n", ["017", "c-1", "x"]),
        (.amazonShipping, "shipment_id,order_id,state\namzn1,c-1,x\n", ["amzn1", "c-1", "x"]),
        (.microsoftHardware, "label_id,product_id,submission_id\n3,1,2\n", ["3", "", ""]),
    ])
    func `what the id is called depends on the provider`(
        _ provider: ProviderName, _ text: String, _ expected: [String]
    ) throws {
        let options = ExportOptions.test { $0.provider = provider }
        let read = try rows(of: text, options: options) { row in
            [row.text(.id), row.text(.reference), row.text(.status)]
        }
        #expect(read == [expected])
    }

    /// Sorted's id is called `reference`, and so is an order's number in any other system.
    @Test(arguments: ["id,reference\n1,2\n", "id,reference,state\nsp_1,A-1,allocated\n"])
    func `for Sorted a person says which of id and reference is the shipment`(
        _ text: String
    ) throws {
        var options = ExportOptions.test { $0.provider = .sortedPro }
        let problem = #expect(throws: Problem.self) {
            try columns(text, options: options).requireID(in: "a.csv")
        }
        #expect(problem?.what.contains("could be \"reference\" or \"id\"") == true)
        options.columns = ["id": "id"]
        let ids = try rows(of: text, options: options) { $0.text(.id) }
        #expect(ids == [text.hasSuffix("allocated\n") ? "sp_1" : "1"])
    }

    @Test(arguments: [
        (
            "Order - Number,Date - Order Date,Amount - Order Total\n10,5/3/2026 1:00 AM,5\n",
            "ShipStation web export",
            ["order numbers", "se-…", "rescind fetch", "--only FILE --by reference"]
        ),
        (
            "parcel_id,direction,order_number,status\n7,incoming,10,x\n", "Sendcloud parcel report",
            ["parcel ids", "rescind fetch", "--only FILE --by reference"]
        ),
    ])
    func `an export that has no shipment id is explained`(
        _ text: String, _ profile: String, _ parts: [String]
    ) throws {
        let seen = try columns(text)
        #expect(seen.profile == profile)
        #expect(seen[.id] == nil)
        #expect(seen[.reference] != nil)
        let notes = seen.notes.joined()
        let problem = #expect(throws: Problem.self) { try seen.requireID(in: "a.csv") }
        for part in parts {
            #expect(notes.contains(part))
            #expect(problem?.what.contains(part) == true)
        }
        // An override is a person's word.
        let header = text.prefix { $0 != "," }
        let options = ExportOptions.test { $0.columns = ["id": String(header)] }
        #expect(try columns(text, options: options)[.id]?.reason == .override)
    }

    @Test func `a table without an id lists its columns`() throws {
        let problem = #expect(throws: Problem.self) {
            try columns("hello,world\n1,2\n").requireID(in: "a.csv")
        }
        #expect(problem?.word == .notATable)
        #expect(
            problem?.what
                == "no column holds the id of a shipment; the columns are \"hello\" and \"world\"")
        #expect(problem?.next?.contains("--column id=HEADER") == true)
    }

    @Test func `columns override what would be recognised`() throws {
        let text = "id,my id,Status,x\n1,se-1,a,b\n"
        let options = ExportOptions.test { $0.columns = ["id": "My ID", "status": "x"] }
        let seen = try columns(text, options: options)
        #expect(seen[.id]?.sources.map(\.place) == [1])
        #expect(seen[.id]?.reason == .override)
        #expect(seen[.status]?.sources.map(\.place) == [3])
        #expect(try rows(of: text, options: options) { row in row.id.text } == ["se-1"])
        // The canonical name wins, and the column of the file stays reachable.
        #expect(
            try chosen(
                "status = 'b' AND \"original.Status\" = 'a' AND \"original.id\" = '1'",
                in: text, options: options) == ["se-1"])
    }

    @Test(arguments: [
        (["id": "Shipmnt"], "no such column; did you mean \"Shipment\"?"),
        (["ids": "Shipment"], "there is no field \"ids\""),
    ])
    func `an override that names nothing is a problem`(
        _ columns: [String: String], _ part: String
    ) {
        let options = ExportOptions.test { $0.columns = columns }
        let problem = #expect(throws: Problem.self) {
            try rows(of: "Shipment,b\n1,2\n", options: options) { row in row.line }
        }
        #expect(problem?.word == .usage)
        #expect(problem?.what.contains(part) == true)
    }

    @Test func `what is there, why, and what is missing is a value`() throws {
        let seen = try columns("Shipment ID,state,created_at\n1,2,3\n")
        #expect(seen.profile == "usual headers")
        #expect(seen.fields == [.id, .status, .createdAt, .ageDays])
        #expect(seen.missing.contains(.cost))
        #expect(!seen.missing.contains(.ageDays))
        #expect(seen[.status]?.reason == .header)
    }

    @Test func `one column is not guessed for two fields`() throws {
        let options = ExportOptions.test { $0.columns = ["id": "order_id"] }
        let seen = try columns("order_id,x\n1,2\n", options: options)
        #expect(seen[.reference] == nil)
    }
}
