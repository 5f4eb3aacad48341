// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import Providers
import SQLite

/// The shipments of a run with what the later export says of each, by account and id.
struct OursReader {
    let later: LaterExport
    /// The record.
    let connection: Connection

    /// One shipment, both sides.
    struct Shipment {
        let no: Int64
        let account: String
        let id: String
        let cost: String?
        let ours: OurShipment
        let theirs: TheirShipment?
        let rows: TheirRows?

        var amount: Amount? {
            if case .amount(let amount, _) = ours.cost { amount } else { nil }
        }

        /// What its amount is stated in; empty where nobody says it.
        var currency: String { ours.currency.isEmpty ? rows?.currency ?? "" : ours.currency }
    }

    /// One row for each shipment, however often it stands in the run: the first item speaks for it.
    ///
    /// Of an account without a row nothing is known: the file may be a cut one.
    func each(_ body: (Shipment) throws -> Void) throws {
        var accounts = later.shipments.accounts
        let times = (0..<accounts.count).map { Self.settlesWithin(accounts.provider($0)) }
        var met = try later.metRows()
        var last = (account: -1, id: [UInt8]())
        try connection.each(Self.select, later.shipments.run) { row in
            guard let account = row.withBytes(1, { accounts.place(of: $0) }), later.isSeen[account]
            else { return }
            let isKnown = row.withBytes(2) { account == last.account && $0.equal(last.id) }
            if isKnown { return }
            last.account = account
            let theirs = try row.withBytes(2) { id in
                last.id.removeAll(keepingCapacity: true)
                last.id.append(contentsOf: id)
                return try met.take(account, id)
            }
            try body(shipment(row, accounts.names[account], times[account], theirs))
        }
        try met.finish()
    }

    private static let select = """
        WITH found AS MATERIALIZED (
            SELECT no, detail ->> 'as' AS finding, max(seq) FROM act
            WHERE run = ?1 AND no IS NOT NULL AND act = 'resolve' GROUP BY no)
        SELECT item.no, item.account, item.shipment_id, coalesce(now.state, item.state),
            now.requested_at, item.cost, item.currency, found.finding
        FROM item
        LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
        LEFT JOIN found ON found.no = item.no
        WHERE item.run = ?1 AND item.state NOT IN \(RunShipments.noShipment)
        ORDER BY item.account, item.shipment_id, item.no
        """

    private func shipment(
        _ row: borrowing Row, _ account: String, _ settlesWithin: Int64, _ theirs: TheirRows?
    ) -> Shipment {
        let ours = OurShipment(
            state: ItemState(rawValue: row.text(3)) ?? .inDoubt, finding: row.textOrNil(7),
            requestedAt: row.intOrNil(4).map(Timestamp.init(milliseconds:)),
            cost: row.withText(5) { MoneyText($0) }, currency: row.text(6),
            settlesWithin: settlesWithin)
        return Shipment(
            no: row.int(0), account: account, id: row.text(2), cost: row.textOrNil(5), ours: ours,
            theirs: theirs.map(TheirShipment.init), rows: theirs)
    }

    /// The provider's own time; one without a look settles at once.
    private static func settlesWithin(_ provider: ProviderName) -> Int64 {
        Int64(provider.provider.facts.looks?.overdueSeconds ?? 0) * 1000
    }
}

extension TheirShipment {
    fileprivate init(_ rows: TheirRows) {
        self.init(
            standing: rows.standing ?? .unclear, status: rows.status,
            cost: MoneyText(rows.cost ?? ""), currency: rows.currency,
            rowsAgree: rows.standing != nil)
    }
}

extension OursReader.Shipment {
    func row(_ result: ComparisonResult, run: Int64) -> ComparedRow {
        ComparedRow(
            run: run, item: no, account: account, shipmentID: id, line: rows?.line,
            className: result.shipmentClass.rawValue, reason: result.reason,
            ours: ours.finding ?? ours.state.rawValue, theirs: rows?.status ?? "", cost: cost,
            currency: ours.currency, theirCost: rows?.cost, theirCurrency: rows?.currency ?? "")
    }
}
