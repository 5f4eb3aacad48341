// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import Planning
import Testing

/// What a person writes beside an export means the shipment that the export's reading would make
/// of the same text.
struct CanonicalNameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let provider: String
        let export: String
        let name: String
        var testDescription: String { "\(provider) \(name.debugDescription)" }
    }

    static let sendcloud = #"provider: "sendcloud-returns", publicKey: "env:P", secretKey: "env:S""#
    static let shipStation = #"provider: "shipstation", apiKey: "env:K""#
    static let microsoft =
        #"provider: "microsoft-hardware", tenantID: "t", clientID: "c", clientSecret: "env:M""#

    static let label = "product_id,submission_id,id,status\n9,8,7,pending\n"
    static let returns = "id,status\n0012,pending\n"
    static let cases = [
        Case(provider: sendcloud, export: returns, name: "12"),
        Case(provider: sendcloud, export: returns, name: "0012"),
        Case(provider: sendcloud, export: "id,status\n12,pending\n", name: "0012"),
        Case(provider: shipStation, export: "id,status\nse-1,pending\n", name: "se-1\u{A0}"),
        Case(provider: shipStation, export: "id,status\nse-1,pending\n", name: "se-1\u{200B}"),
        Case(provider: microsoft, export: label, name: "9/8/7"),
        Case(provider: microsoft, export: label, name: "09/8/7"),
    ]
    /// The number of a label alone protects it; it chooses nothing, for another may have it too.
    static let holding =
        cases + ["7", "007"].map { Case(provider: microsoft, export: label, name: $0) }

    static func job(_ one: Case, at desk: PlanningDesk, _ more: String = "") throws -> Job {
        try desk.job(
            "rules: { due: \"1\" }\(more)", accounts: "accounts: { \"a\": { \(one.provider) } }")
    }

    @Test(arguments: holding)
    func `an entry of the hold list protects the shipment it would be read as`(
        _ one: Case
    ) throws {
        let desk = try PlanningDesk()
        desk.write("id,reason\n\(one.name),legal\n", "holds.csv")
        let job = try Self.job(one, at: desk, ", holdList: \"holds.csv\"")
        let run = try desk.plan(text: one.export, job).record.run
        let items = try desk.items(of: run).map { $0.split(separator: " ", maxSplits: 1)[1] }
        #expect(items == ["held: hold list: legal"])
    }

    @Test(arguments: holding)
    func `an entry written after the plan protects it at apply`(_ one: Case) throws {
        let desk = try PlanningDesk()
        desk.write("id,reason\n", "holds.csv")
        let job = try Self.job(one, at: desk, ", holdList: \"holds.csv\"")
        let run = try desk.plan(text: one.export, job).record.run
        desk.write("id,reason\n\(one.name),legal\n", "holds.csv")
        let holds = try #require(try HoldBack(job, at: desk.now))
        #expect(try holds.hold(run, at: desk.now, on: desk.connection) == 1)
    }

    @Test(arguments: cases)
    func `a line of --only chooses the shipment it would be read as`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let list = desk.write("\(one.name)\n", "list.txt")
        let only = try OnlyList(list, by: .id)
        let plan = try desk.plan(text: one.export, try Self.job(one, at: desk)) { $0.only = only }
        #expect(plan.record.counts.planned == 1)
    }

    @Test
    func `leading zeros count where the provider does not take them away`() throws {
        let desk = try PlanningDesk()
        let list = desk.write("007\n", "list.txt")
        let only = try OnlyList(list, by: .id)
        let plan = try desk.plan(text: "id,status\n7,pending\n") { $0.only = only }
        #expect(plan.record.counts.planned == 0)
    }

    @Test
    func `a blank in the list of --only chooses nothing`() throws {
        let desk = try PlanningDesk()
        let list = desk.write("tracking_number\n1Z1\n\"\"\n \n", "list.csv")
        let only = try OnlyList(list, by: .trackingNumber)
        let export = "id,status,tracking_number\nse-1,pending,1Z1\nse-2,pending,\nse-3,pending,\n"
        let plan = try desk.plan(text: export) { $0.only = only }
        #expect(try desk.items(of: plan.record.run) == ["se-1 planned: due"])
    }

    @Test(arguments: ["", "id\n", "id\n\"\"\n", "\" \"\n"])
    func `a list of --only that names nothing is an error`(_ text: String) throws {
        let desk = try PlanningDesk()
        let list = desk.write(text, "list.csv")
        let found = try #require(problem { _ = try OnlyList(list, by: .id) })
        #expect(found.exit == .usage)
    }
}
