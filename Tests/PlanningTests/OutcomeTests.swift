// SPDX-License-Identifier: MIT

import Audit
import Model
import Planning
import SQLite
import Testing

/// What becomes of the rows of an export, from its text to the record.
struct OutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var job = "rules: { due: { old: \"status = 'pending'\" } }"
        let export: String
        let items: [String]
        var excluded: Int64 = 0
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "due rows are planned, others counted",
            export: "id,status\nse-1,pending\nse-2,shipped\nse-3,PENDING \n",
            items: ["se-1 planned: old", "se-3 planned: old"], excluded: 1),
        Case(
            name: "a row that cannot be read is an item, and the rest goes on",
            export: "id,status\nse-1,pending\nse-2\n,pending\nse-4,pending\n",
            items: [
                "se-1 planned: old", " unreadable: 1 column where the header has 2",
                " unreadable: no shipment id", "se-4 planned: old",
            ]),
        Case(
            name: "an id in scientific form is unreadable",
            export: "id,status\n2.85E+07,pending\n",
            items: [
                "2.85E+07 unreadable: the id \"2.85E+07\" is a number that a spreadsheet rewrote: "
                    + "format the column as text and export again"
            ]),
        Case(
            name: "an id of the wrong kind is unreadable where its shape shows it",
            export: "id,status\n1001,pending\n",
            items: [
                "1001 unreadable: \"1001\" is no ShipStation shipment id, which looks like "
                    + "se-28529731; order and shipment numbers are none"
            ]),
        Case(
            name: "blank lines are no rows",
            export: "id,status\n\nse-1,pending\n\n\n", items: ["se-1 planned: old"]),
        Case(
            name: "the first due rule that is true is the reason",
            job:
                "rules: { due: { first: \"cost > 5\", second: \"status = 'pending'\" } }",
            export: "id,status,cost\nse-1,pending,9\nse-2,pending,1\n",
            items: ["se-1 planned: first", "se-2 planned: second"]),
        Case(
            name: "all hold rules that are true or NULL are named",
            job: """
                rules: { due: "status = 'pending'",
                    hold: { vip: "tags LIKE '%vip%'", dear: "cost > 100" } }
                """,
            export: "id,status,cost,tags\nse-1,pending,500,vip\nse-2,pending,,\nse-3,pending,1,\n",
            items: ["se-1 held: vip · dear", "se-2 held: dear", "se-3 planned: due"]),
        Case(
            name: "scope is the whole: what is outside is only counted",
            job: "rules: { scope: \"status <> 'shipped'\", due: \"1\" }",
            export: "id,status\nse-1,pending\nse-2,shipped\n",
            items: ["se-1 planned: due"], excluded: 1),
        Case(
            name: "a due rule that is NULL chooses nothing",
            job: "rules: { due: \"cost > 5\" }",
            export: "id,status,cost\nse-1,pending,\nse-2,pending,9\n",
            items: ["se-2 planned: due"], excluded: 1),
        Case(
            name: "a row of an account the job does not have is unreadable",
            export: "id,status,account\nse-1,pending,elsewhere\n",
            items: ["se-1 unreadable: the job has no account elsewhere"]),
        Case(
            name: "rows of one shipment are one item",
            export: "id,status,cost\nse-1,pending,5\nse-2,pending,1\nse-1,pending,5.00\n",
            items: [
                "se-2 planned: old", "se-1 planned: old", "se-1 duplicate: of line 2",
            ]),
        Case(
            name: "rows that disagree on status, due or cost hold the shipment",
            export: """
                id,status,cost
                se-1,pending,5
                se-1,pending,6
                se-2,pending,1
                se-2,shipped,1
                se-3,shipped,1
                se-3,pending,1
                """,
            items: [
                "se-1 held: rows disagree", "se-1 duplicate: of line 2",
                "se-2 held: rows disagree", "se-2 duplicate: of line 4",
                "se-3 duplicate: of line 7", "se-3 held: rows disagree",
            ]),
        Case(
            name: "one held row holds the shipment",
            job: "rules: { due: \"status = 'pending'\", hold: { vip: \"tags = 'vip'\" } }",
            export: "id,status,tags\nse-1,pending,\nse-1,pending,vip\n",
            items: ["se-1 held: vip", "se-1 duplicate: of line 2"]),
        Case(
            name: "repeated rows that nobody chose are counted one by one",
            export: "id,status\nse-1,shipped\nse-1,shipped\nse-2,pending\n",
            items: ["se-2 planned: old"], excluded: 2),
        Case(
            name: "a last row without a line end is held where its last column decides",
            export: "status,id\npending,se-1\npending,se-17",
            items: [
                "se-1 planned: old", "se-17 held: the last line has no line end and may be cut",
            ]),
        Case(
            name: "a last row without a line end is planned where its last column decides nothing",
            export: "id,status,note\nse-1,pending,a\nse-2,pending,b",
            items: ["se-1 planned: old", "se-2 planned: old"]),
        Case(
            name: "what a report says that no row shows alone still holds",
            export: """
                id,status,_line,_state,_reason
                se-1,pending,2,held,vip · rows disagree
                se-2,pending,4,duplicate,of line 3
                se-3,pending,5,refused,no

                """,
            items: [
                "se-1 held: rows disagree", "se-2 held: a duplicate in its report",
                "se-3 planned: old",
            ]),
        Case(
            name: "a row beside an unreadable one of the same id is judged alone",
            export: "id,status,cost\nse-1,pending,1\nse-1,pending,abc\n",
            items: ["se-1 planned: old", "se-1 unreadable: cost \"abc\" is not an amount"]),
    ]

    @Test(arguments: cases)
    func `what becomes of the rows`(_ one: Case) throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(text: one.export, try desk.job(one.job))
        let items = try desk.items(of: plan.record.run)
        #expect(items == one.items)
        #expect(plan.record.counts.excluded == one.excluded)
        #expect(plan.record.counts.addUp)
    }

    @Test
    func `an item keeps what later stages need of its row`() throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(
            text: """
                id,status,order_number,tracking_number,label_id,label_status,cost,currency
                se-1,Pending,A-7,1Z9,se-l1,Voided,12.50,usd

                """)
        let item = try desk.connection.first(
            """
            SELECT item.status, reference, item.tracking_number, item.cost, item.currency, raw,
                label_id, label.status
            FROM item JOIN label USING (run, no) WHERE run = ?
            """, plan.record.run
        ) { row in (0...7).map { row.text($0) } }
        #expect(
            item == [
                "pending", "A-7", "1Z9", "12.50", "USD",
                "se-1,Pending,A-7,1Z9,se-l1,Voided,12.50,usd", "se-l1", "voided",
            ])
    }

    @Test
    func `the same export, rules and day give the same items`() throws {
        let desk = try PlanningDesk()
        let text = "id,status\nse-1,pending\nse-2,pending\nse-1,pending\n"
        let first = try desk.plan(text: text)
        let second = try desk.plan(text: text) { $0.again = true }
        #expect(first.record.itemsSHA256 == second.record.itemsSHA256)
        #expect(first.record.exportSHA256 == second.record.exportSHA256)
    }

    @Test
    func `what is sent first is what the job orders by, and what has no value goes last`() throws {
        let desk = try PlanningDesk()
        let plan = try desk.plan(
            text: """
                id,status,ship_date,cost
                se-1,pending,2026-11-05,1
                se-2,pending,,2
                se-3,pending,2026-11-01,3

                """)
        let ids = try desk.connection.all(
            "SELECT shipment_id FROM item WHERE run = ? ORDER BY sort, no", plan.record.run
        ) { $0.text(0) }
        #expect(ids == ["se-3", "se-1", "se-2"])
    }

    @Test(arguments: [
        ("reference", ["A", "AB", "ABC", "B", "Ba"]),
        ("reference desc", ["Ba", "B", "ABC", "AB", "A"]),
        ("reference DESC, id", ["Ba", "B", "ABC", "AB", "A"]),
    ])
    func `a text that begins another goes before it, and after it where the order is turned`(
        order: String, references: [String]
    ) throws {
        let desk = try PlanningDesk()
        let rows = ["AB", "B", "ABC", "", "Ba", "A"].enumerated().map {
            "se-\($0.offset + 1),pending,\($0.element)\n"
        }
        let plan = try desk.plan(
            text: "id,status,reference\n" + rows.joined(),
            try desk.job("rules: { due: \"status = 'pending'\" }, order: \"\(order)\""))
        let found = try desk.connection.all(
            "SELECT reference FROM item WHERE run = ? ORDER BY sort, no", plan.record.run
        ) { $0.text(0) }
        #expect(found == references + [""])
    }
}
