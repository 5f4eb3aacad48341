// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import Providers
import SQLite

/// The shipments of a run with what the later export says of each, one after the other.
struct OursReader {
    let run: Int64
    let providers: [String: ProviderName]
    let connection: Connection

    init(run: Int64, providers: [String: ProviderName], _ connection: Connection) {
        self.run = run
        self.providers = providers
        self.connection = connection
    }

    /// One shipment, both sides.
    struct Shipment {
        let no: Int64
        let account: String
        let id: String
        let cost: String?
        let currency: String
        let theirCost: String?
        let theirCurrency: String
        let line: Int64?
        let ours: OurShipment
        let theirs: TheirShipment?

        var amount: Amount? {
            if case .amount(let amount, _) = ours.cost { amount } else { nil }
        }
    }

    func each(_ body: (Shipment) throws -> Void) throws {
        let times = providers.mapValues { Self.settlesWithin($0) }
        try connection.each(
            """
            WITH found AS MATERIALIZED (
                SELECT no, detail ->> 'as' AS finding, max(seq) FROM act
                WHERE run = ?1 AND no IS NOT NULL AND act = 'resolve' GROUP BY no)
            SELECT item.no, item.account, item.shipment_id, coalesce(now.state, item.state),
                now.requested_at, item.cost, item.currency, ours.rows, ours.standing,
                ours.status, ours.their_cost, ours.their_currency, ours.their_line,
                found.finding
            FROM temp.ours
            CROSS JOIN item ON item.run = ?1 AND item.no = ours.no
            LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            LEFT JOIN found ON found.no = ours.no
            """, run
        ) { try body(shipment($0, times)) }
    }

    private func shipment(_ row: borrowing Row, _ times: [String: Int64]) -> Shipment {
        let account = row.text(1)
        let ours = OurShipment(
            state: ItemState(rawValue: row.text(3)) ?? .inDoubt, finding: row.textOrNil(13),
            requestedAt: row.intOrNil(4).map(Timestamp.init(milliseconds:)),
            cost: MoneyText(row.text(5)), currency: row.text(6),
            settlesWithin: times[account] ?? 0)
        return Shipment(
            no: row.int(0), account: account, id: row.text(2), cost: row.textOrNil(5),
            currency: row.text(6), theirCost: row.textOrNil(10), theirCurrency: row.text(11),
            line: row.intOrNil(12), ours: ours, theirs: row.int(7) == 0 ? nil : theirs(row))
    }

    private func theirs(_ row: borrowing Row) -> TheirShipment {
        let standing = Standing(rawValue: row.text(8))
        return TheirShipment(
            standing: standing ?? .unclear, status: row.text(9), cost: MoneyText(row.text(10)),
            currency: row.text(11), rowsAgree: standing != nil)
    }

    /// The provider's own time; one without a look settles at once.
    private static func settlesWithin(_ provider: ProviderName) -> Int64 {
        Int64(provider.provider.facts.looks?.overdueSeconds ?? 0) * 1000
    }
}

extension OursReader.Shipment {
    func row(_ result: ComparisonResult, run: Int64) -> ComparedRow {
        ComparedRow(
            run: run, item: no, account: account, shipmentID: id, line: line,
            className: result.shipmentClass.rawValue, reason: result.reason,
            ours: ours.finding ?? ours.state.rawValue, theirs: theirs?.status ?? "", cost: cost,
            currency: currency, theirCost: theirCost, theirCurrency: theirCurrency)
    }
}
