// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Reconciliation
import SQLite
import Testing

/// What voided labels make us expect, from a record as apply writes it.
struct LabelClaimTests {
    private let night = RecordedNight.at("2026-11-02T02:00:00Z")

    private func shipment(_ no: Int64, labels: [PlannedLabel]) -> ItemRecord {
        item(
            no, "se-\(no)", account: "us", provider: .shipStation, cost: nil, currency: "USD",
            labels: labels)
    }

    private func label(_ id: String, cost: String?, insurance: String? = nil) -> PlannedLabel {
        PlannedLabel(
            id: id, trackingNumber: "1Z\(id)", status: "completed", cost: cost,
            insurance: insurance, currency: "USD")
    }

    /// Looks at a label, voids it, and lets the void end so.
    private func void(
        _ record: RecordedNight, _ item: ItemRecord, _ label: String, _ state: VoidState,
        chargeEvent: String
    ) throws {
        let key = ItemKey(
            run: 1, no: item.no, account: item.account, shipmentID: item.shipmentID)
        let recorder = Recorder()
        let body =
            #"{"label_id":"\#(label)","shipment_id":"\#(item.shipmentID)","status":"completed","#
            + #""voided":false,"charge_event":"\#(chargeEvent)"}"#
        func intent(_ number: Int64, _ purpose: Purpose) -> Record {
            .intent(
                Intent(
                    ticket: Ticket(number), account: item.account, run: 1, item: key,
                    purpose: purpose, attempt: 1, request: Request(.get, "http://localhost/"),
                    at: night, label: label))
        }
        let records: [Record] = [
            intent(1, .look),
            .outcome(
                Ticket(1), .answer(Answer(status: 200, headers: [], body: Array(body.utf8))),
                at: night, durationMicroseconds: 1),
            intent(2, .void),
            .label(
                LabelVerdict(
                    item: key, label: label, ticket: Ticket(2), at: night, state: state,
                    reason: "", code: "", attempts: 1)),
        ]
        _ = try record.connection.transaction {
            try recorder.append(records, to: record.connection)
        }
    }

    private func read(_ record: RecordedNight, _ text: String) throws -> RefundsRead {
        let folder = TemporaryFolder()
        let path = folder.file(text, name: "refunds.csv")
        return try RefundReconciler(
            RefundRequest(
                path: path, job: nil, now: RecordedNight.at("2026-11-20T00:00:00Z"),
                actor: record.actor), on: record.connection
        ).reconcile()
    }

    @Test func `cost and insurance of voided labels that were charged are expected`() throws {
        let record = try RecordedNight()
        let items = [
            shipment(1, labels: [label("L1", cost: "7.50", insurance: "1.25")]),
            shipment(2, labels: [label("L2", cost: "9.00")]),
            shipment(3, labels: [label("L3", cost: "4.00")]),
            shipment(4, labels: [label("L4", cost: nil)]),
        ]
        try record.plan(items, at: night)
        try void(record, items[0], "L1", .voided, chargeEvent: "on_creation")
        try void(record, items[1], "L2", .voided, chargeEvent: "on_carrier_acceptance")
        try void(record, items[2], "L3", .refused, chargeEvent: "on_creation")
        try void(record, items[3], "L4", .voided, chargeEvent: "on_creation")
        let read = try read(
            record,
            "label_id,tracking_number,amount,currency,credited_at\nL1,,5.00,USD,2026-11-10\n"
                + ",1ZL2,9.00,USD,2026-11-10\nL3,,4.00,USD,2026-11-10\n")
        let sums = try #require(read.standing.sums["USD"])
        #expect(sums.expected == Amount("8.75"))
        #expect(sums.received == Amount("5.00"))
        #expect(sums.missing == Amount("3.75"))
        #expect(sums.unexpected == Amount("13.00"))
        #expect(read.standing.counts[.partial] == 1)
        #expect(read.standing.counts[.neverCharged] == 1)
        #expect(read.standing.missing.map(\.days) == [18])
    }

    @Test func `a shipment without a voided label expects nothing at ShipStation`() throws {
        let record = try RecordedNight()
        var one = shipment(1, labels: [])
        one.cost = "7.50"
        try record.plan([one], at: night)
        try record.apply(one, run: 1, .cancelled, at: night)
        let read = try read(record, "label_id,amount,currency\nL9,1.00,USD\n")
        #expect(read.standing.sums["USD"]?.expected == .zero)
    }
}
