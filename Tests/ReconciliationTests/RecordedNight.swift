// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Reconciliation
import SQLite

/// A record made the way plan and apply make it, with a clock of the test's own.
final class RecordedNight {
    let connection: Connection
    let actor = Actor(user: "tester")
    private let recorder = Recorder()
    private var tickets: Int64 = 0

    init() throws { connection = try AuditFile.inMemory() }

    static func at(_ text: String) -> Timestamp {
        Timestamp(text) ?? Timestamp(milliseconds: 0)
    }

    /// Stores a plan of these items, made from an export of that moment.
    @discardableResult
    func plan(_ items: [ItemRecord], at moment: Timestamp) throws -> RunRecord {
        try connection.transaction {
            let writer = try PlanWriter(connection)
            var counts = RowCounts()
            counts.rows = Int64(items.count)
            counts.planned = Int64(items.count)
            for item in items { try writer.add(item) }
            let record = RunRecord(
                run: writer.run, createdAt: moment, actor: "tester", host: "here",
                version: "0", exports: ["export.csv"], exportSHA256: "\(writer.run)",
                exportMadeAt: moment, asOf: moment.day.description, counts: counts,
                jobSHA256: nil, rulesSHA256: "", itemsSHA256: "", ticket: nil, blockedBy: [],
                plan: [:])
            try writer.finish(record, by: Act(.plan, run: writer.run, at: moment, actor: actor))
            return record
        }
    }

    /// Sends the cancel of an item and lets it end in a state.
    func apply(_ item: ItemRecord, run: Int64, _ state: ItemState, at moment: Timestamp) throws {
        let key = ItemKey(
            run: run, no: item.no, account: item.account, shipmentID: item.shipmentID)
        tickets += 1
        let ticket = Ticket(tickets)
        let intent = Intent(
            ticket: ticket, account: item.account, run: run, item: key, purpose: .cancel,
            attempt: 1, request: Request(.put, "http://localhost/"), at: moment)
        var records: [Record] = [.intent(intent)]
        if state != .sending {
            records.append(
                .verdict(
                    Verdict(
                        item: key, ticket: ticket, at: moment, state: state, reason: "", code: "",
                        attempts: 1)))
        }
        _ = try connection.transaction { try recorder.append(records, to: connection) }
    }

    /// Voids the only label of an item, and the carrier approves.
    func void(_ item: ItemRecord, run: Int64, at moment: Timestamp) throws {
        let key = ItemKey(
            run: run, no: item.no, account: item.account, shipmentID: item.shipmentID)
        let label = item.labels[0].id
        tickets += 1
        let intent = Intent(
            ticket: Ticket(tickets), account: item.account, run: run, item: key, purpose: .void,
            attempt: 1, request: Request(.put, "http://localhost/"), at: moment, label: label)
        let verdict = LabelVerdict(
            item: key, label: label, ticket: Ticket(tickets), at: moment, state: .voided,
            reason: "", code: "", attempts: 1)
        _ = try connection.transaction {
            try recorder.append([.intent(intent), .label(verdict)], to: connection)
        }
    }

    /// A later look brings an item to another state.
    func look(_ item: ItemRecord, run: Int64, _ state: ItemState, at moment: Timestamp) throws {
        let key = ItemKey(
            run: run, no: item.no, account: item.account, shipmentID: item.shipmentID)
        let verdict = Verdict(
            item: key, ticket: nil, at: moment, state: state, reason: "seen", code: "",
            attempts: 1)
        _ = try connection.transaction {
            try recorder.append([.verdict(verdict)], to: connection)
        }
    }

    /// A comparison that found these mismatched, in this order; those above 200 are foreign.
    func compared(_ ids: [String], run: Int64, at moment: Timestamp) throws {
        try connection.transaction {
            let position = try Log.size(connection)
            var (rows, load) = (RowsDigest(), ComparedLoad())
            for id in ids {
                let row = ComparedRow(
                    run: run, item: id > "200" ? nil : 1, account: "eu-returns", shipmentID: id,
                    line: 2, className: "mismatched", reason: "", ours: "", theirs: "", cost: nil,
                    currency: "", theirCost: nil, theirCurrency: "")
                _ = load.append(row, act: position, into: &rows)
            }
            try ComparedWriter(connection).add(load)
            var log = try Log(connection)
            try Act(
                .reconcile, run: run, at: moment, actor: actor,
                detail: ["not_compared": .array([])]
            ).append(to: &log)
            try log.close()
        }
    }

    func resolve(
        _ item: ItemRecord, run: Int64, as finding: String, at moment: Timestamp,
        by user: String = "finance"
    ) throws {
        try Act(
            .resolve, run: run, no: item.no, at: moment, actor: Actor(user: user),
            reason: "told by telephone", detail: ["as": .string(finding)]
        ).record(on: connection)
    }
}

/// An item with everything a test does not care about filled in.
func item(
    _ no: Int64, _ id: String, account: String = "eu-returns",
    provider: ProviderName = .sendcloudReturns, cost: String? = "7.50", currency: String = "EUR",
    reference: String = "", tracking: String = "", state: ItemState = .planned,
    labels: [PlannedLabel] = []
) -> ItemRecord {
    ItemRecord(
        no: no, source: 0, line: no + 1, account: account, provider: provider.rawValue,
        shipmentID: id, reference: reference, trackingNumber: tracking, state: state,
        reason: "due", cost: cost, currency: currency, labels: labels)
}
