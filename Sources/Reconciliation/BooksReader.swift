// SPDX-License-Identifier: MIT

import Audit
import Exports
import Formats
package import Model
package import SQLite

/// Reads from the record everything the books follow from, in the order of the log.
package struct BooksReader {
    private let connection: Connection
    private let zone: Zone

    package init(_ connection: Connection, zone: Zone) {
        self.connection = connection
        self.zone = zone
    }

    /// The events, of the whole record or of what stands before a position of its log.
    package func events(before end: Int64 = .max) throws -> [LedgerEvent] {
        try events(of: .all, before: end)
    }

    /// - Parameter items: whose claims and findings are wanted; credits and closings always come.
    func events(of items: BookedItems, before end: Int64) throws -> [LedgerEvent] {
        var events: [(position: Int64, order: Int64, event: LedgerEvent)] = []
        try addItems(items, to: &events)
        try eachLabel(of: items) { events.append(($0, 0, .claimed($1))) }
        try addActs(items, to: &events)
        try addCredits(to: &events)
        events.sort { ($0.position, $0.order) < ($1.position, $1.order) }
        return events.prefix { $0.position < end }.map(\.event)
    }

    private func day(_ milliseconds: Int64) -> CivilDate {
        zone.day(of: Timestamp(milliseconds: milliseconds))
    }
}

// MARK: What is expected
extension BooksReader {
    private typealias Events = [(position: Int64, order: Int64, event: LedgerEvent)]

    /// Shipments that are themselves what was paid for, and shipments seen open again.
    private func addItems(_ items: BookedItems, to events: inout Events) throws {
        try connection.each(
            """
            SELECT verdict.seq, verdict.run, verdict.no, verdict.at, verdict.state,
                verdict.reason, item.account, item.provider, item.shipment_id, item.reference,
                item.tracking_number, item.cost, item.currency
            FROM verdict JOIN item ON item.run = verdict.run AND item.no = verdict.no
            WHERE verdict.state IN ('cancelled', 'in_doubt', 'refused')
                AND verdict.label IS NULL
                AND item.provider IN (\(RefundPolicy.itemProviders))
                AND \(items.condition(on: "verdict"))
            """
        ) { row in
            let (run, no, day) = (row.int(1), row.int(2), day(row.int(3)))
            guard let provider = ProviderName(rawValue: row.text(7)) else { return }
            guard row.text(4) == ItemState.cancelled.rawValue else {
                let reason = row.text(5)
                events.append(
                    (
                        row.int(0), 0,
                        .withdrawn(run: run, no: no, day: day, by: "a look", reason: reason)
                    ))
                return
            }
            let money = Self.money(row.textOrNil(11), nil, row.text(12))
            let claim = Claim(
                id: ClaimID(run: run, no: no), account: row.text(6), provider: provider,
                shipmentID: row.text(8), trackingNumber: row.text(10), reference: row.text(9),
                amount: money.amount, currency: money.currency,
                isCharged: RefundPolicy.ofItems[provider] == .charged, day: day)
            events.append((row.int(0), 0, .claimed(claim)))
        }
    }

    /// The labels that were voided, with where the record says so.
    func eachLabel(
        of items: BookedItems = .all, _ body: (Int64, Claim) throws -> Void
    ) throws {
        let charges = ChargeEvents(connection: connection)
        try connection.each(
            """
            SELECT verdict.seq, verdict.run, verdict.no, verdict.at, verdict.label, item.account,
                item.provider, item.shipment_id, item.reference,
                coalesce(nullif(label.tracking_number, ''), item.tracking_number), label.cost,
                label.insurance, coalesce(nullif(label.currency, ''), item.currency)
            FROM verdict JOIN item ON item.run = verdict.run AND item.no = verdict.no
            LEFT JOIN label ON label.run = verdict.run AND label.no = verdict.no
                AND label.label_id = verdict.label
            WHERE verdict.label IS NOT NULL AND verdict.state = 'voided'
                AND \(items.condition(on: "verdict"))
            """
        ) { row in
            guard let provider = ProviderName(rawValue: row.text(6)) else { return }
            let (run, no, label) = (row.int(1), row.int(2), row.text(4))
            let money = Self.money(row.textOrNil(10), row.textOrNil(11), row.text(12))
            let claim = Claim(
                id: ClaimID(run: run, no: no, label: label), account: row.text(5),
                provider: provider, shipmentID: row.text(7), trackingNumber: row.text(9),
                reference: row.text(8), amount: money.amount, currency: money.currency,
                isCharged: try charges.isCharged(
                    label, run: run, no: no, shipment: row.text(7), before: row.int(0)),
                day: day(row.int(3)))
            try body(row.int(0), claim)
        }
    }

    /// Cost and insurance as one amount; nil where the record does not state the cost.
    private static func money(
        _ cost: String?, _ insurance: String?, _ currency: String
    ) -> (amount: Amount?, currency: String) {
        guard case .amount(let amount, let stated) = MoneyText(cost ?? "") else {
            return (nil, currency)
        }
        let known = currency.isEmpty ? stated ?? "" : currency
        guard case .amount(let more, _) = MoneyText(insurance ?? "") else { return (amount, known) }
        return (amount.adding(more) ?? amount, known)
    }
}

// MARK: What people did, and what came back
extension BooksReader {
    private func addActs(_ items: BookedItems, to events: inout Events) throws {
        try connection.each(
            """
            SELECT seq, run, no, at, actor, reason, act, detail ->> 'as', detail ->> 'month',
                detail ->> 'account'
            FROM act
            WHERE act = 'resolve' AND no IS NOT NULL AND \(items.condition(on: "act"))
                OR act = 'statement' AND detail ->> 'closed' = 1
            ORDER BY seq
            """
        ) { row in
            if row.text(6) == "statement" {
                guard let month = CalendarMonth(row.text(8)) else { return }
                let event = LedgerEvent.closed(account: row.textOrNil(9), month)
                return events.append((row.int(0), 0, event))
            }
            guard let event = try resolved(row) else { return }
            events.append((row.int(0), 0, event))
        }
    }

    private func resolved(_ row: borrowing Row) throws -> LedgerEvent? {
        let (run, no, day) = (row.int(1), row.int(2), day(row.int(3)))
        let (by, reason) = (row.text(4), row.text(5))
        switch row.text(7) {
        case "written-off":
            return .writtenOff(run: run, no: no, day: day, by: by, reason: reason)
        case "not-cancelled":
            // A void that was approved stands, whatever became of its shipment.
            return try claim(run, no, day).map { _ in
                .withdrawn(run: run, no: no, day: day, by: by, reason: reason)
            }
        case "cancelled": return try claim(run, no, day).map(LedgerEvent.claimed)
        default: return nil
        }
    }

    /// A person found it cancelled: the shipment's cost is expected, as if the provider had said so.
    private func claim(_ run: Int64, _ no: Int64, _ day: CivilDate) throws -> Claim? {
        let claim = try connection.first(
            """
            SELECT account, provider, shipment_id, reference, tracking_number, cost, currency
            FROM item WHERE run = ? AND no = ?
            """, run, no
        ) { row -> Claim? in
            guard let provider = ProviderName(rawValue: row.text(1)),
                let policy = RefundPolicy.ofItems[provider]
            else { return nil }
            let money = Self.money(row.textOrNil(5), nil, row.text(6))
            return Claim(
                id: ClaimID(run: run, no: no), account: row.text(0), provider: provider,
                shipmentID: row.text(2), trackingNumber: row.text(4), reference: row.text(3),
                amount: money.amount, currency: money.currency, isCharged: policy == .charged,
                day: day)
        }
        return claim ?? nil
    }

    private func addCredits(to events: inout Events) throws {
        try connection.each(
            """
            SELECT act, no, identity, account, label_id, tracking_number, shipment_id, reference,
                amount, currency, credited_on, invoice, carrier
            FROM credit
            """
        ) { row in
            guard let amount = Amount(row.text(8)), let day = CivilDate(row.text(10)) else {
                throw Problem(
                    .auditInvalid, "a credit on record cannot be read",
                    at: "credit \(row.int(0))/\(row.int(1))", next: "rescind audit verify")
            }
            let credit = Credit(
                identity: row.text(2), account: row.text(3), labelID: row.text(4),
                trackingNumber: row.text(5), shipmentID: row.text(6), reference: row.text(7),
                amount: amount, currency: row.text(9), day: day, invoice: row.text(11),
                carrier: row.text(12))
            events.append((row.int(0), row.int(1), .credited(credit)))
        }
    }
}
