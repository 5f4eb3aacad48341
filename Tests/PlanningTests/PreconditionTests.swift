// SPDX-License-Identifier: MIT

import Audit
import Model
import Planning
import Testing

/// What the provider would refuse, and what a spreadsheet damaged, is held where the export shows it.
struct PreconditionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let account: String
        let export: String
        let item: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "a ShipStation label that is not voided",
            account: "provider: \"shipstation\", apiKey: \"env:K\"",
            export: "id,status,label_id,label_status\nse-1,label_purchased,se-9,completed\n",
            item: "se-1 held: shipstation: label not voided"),
        Case(
            name: "the same where labels are voided first",
            account: "provider: \"shipstation\", apiKey: \"env:K\", voidLabels: true",
            export: "id,status,label_id,label_status\nse-1,label_purchased,se-9,completed\n",
            item: "se-1 planned: due"),
        Case(
            name: "a voided label",
            account: "provider: \"shipstation\", apiKey: \"env:K\"",
            export: "id,status,label_id,label_status\nse-1,pending,se-9,Voided\n",
            item: "se-1 planned: due"),
        Case(
            name: "a Sendcloud return that cannot be cancelled",
            account: """
                provider: "sendcloud-returns", publicKey: "env:P", secretKey: "env:S"
                """,
            export: "id,status,is_cancellable\n007,open,false\n",
            item: "7 held: sendcloud-returns: not cancellable"),
        Case(
            name: "the same under the header of a person",
            account: """
                provider: "sendcloud-returns", publicKey: "env:P", secretKey: "env:S"
                """,
            export: "Return ID,Status,Is cancellable\n007,open,false\n",
            item: "7 held: sendcloud-returns: not cancellable"),
        Case(
            name: "a shared Microsoft label",
            account: """
                provider: "microsoft-hardware", tenantID: "t", clientID: "c", clientSecret: "env:S"
                """,
            export: """
                id,product_id,submission_id,status,destination
                1152921504606846977,14631253285588838,1152921504606846976,x,anotherPartner

                """,
            item: "14631253285588838/1152921504606846976/1152921504606846977 held: "
                + "microsoft-hardware: shared label"),
        Case(
            name: "a manifested Sorted shipment",
            account: "provider: \"sorted-pro\", apiKey: \"env:K\", apiVersion: \"1\"",
            export: "id,status\nsp_99595947931637180927107301867520,manifested\n",
            item: "sp_99595947931637180927107301867520 held: sorted-pro: manifested"),
        Case(
            name: "a long id whose tail is zeros",
            account: """
                provider: "microsoft-hardware", tenantID: "t", clientID: "c", clientSecret: "env:S"
                """,
            export: """
                id,product_id,submission_id
                1152921504606840000,14631253285588838,1152921504606846976

                """,
            item: "14631253285588838/1152921504606846976/1152921504606840000 held: "
                + "id looks rounded"),
    ]

    @Test(arguments: cases)
    func `what the export shows is held with the provider's name`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let job = try desk.job(
            "rules: { due: \"1\" }", accounts: "accounts: { \"a\": { \(one.account) } }")
        let plan = try desk.plan(text: one.export, job)
        let items = try desk.items(of: plan.record.run)
        #expect(items == [one.item])
    }

    @Test
    func `each row is asked for itself, whatever the one before it said`() throws {
        let desk = try PlanningDesk()
        let job = try desk.job(
            "rules: { due: \"1\" }",
            accounts: "accounts: { a: { provider: \"shipstation\", apiKey: \"env:K\" } }")
        let first = desk.write(
            """
            id,label_id,label_status
            se-1,se-9,voided
            se-2,se-9,voided
            se-3,se-9,completed
            se-4,,
            se-5,se-9,voided

            """, "a.csv")
        let second = desk.write("id,label_status,label_id\nse-6,,se-9\nse-7,voided,\n", "b.csv")
        let plan = try desk.plan([first, second], job)
        let held = "held: shipstation: label not voided"
        #expect(
            try desk.items(of: plan.record.run) == [
                "se-1 planned: due", "se-2 planned: due", "se-3 \(held)", "se-4 planned: due",
                "se-5 planned: due", "se-6 \(held)", "se-7 planned: due",
            ])
    }
}
