// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model

extension ItemRecord {
    /// The item that a row is; its number comes when it is put on record.
    init(
        _ row: borrowing JudgedRow, id: String, state: ItemState, reason: String, source: Int64,
        sort: SortKey, raw: [UInt8]
    ) {
        let cost = row.text(.cost)
        let mayBeSent = state == .planned
        self.init(
            no: 0, source: source, line: Int64(row.line), account: row.text(.account),
            provider: row.provider?.rawValue ?? "", shipmentID: id, status: row.text(.status),
            reference: row.text(.reference), trackingNumber: row.text(.trackingNumber),
            state: state, reason: reason, cost: cost.isEmpty ? nil : cost,
            currency: String(decoding: row.currency, as: UTF8.self),
            sort: mayBeSent ? sort.text(of: row) : "", raw: raw,
            labels: mayBeSent ? PlannedLabel.of(row) : [])
    }
}

extension PlannedLabel {
    /// The label of a row; only ShipStation voids labels apart from their shipments.
    static func of(_ row: borrowing JudgedRow) -> [PlannedLabel] {
        guard row.provider == .shipStation else { return [] }
        let id = row.text(.labelID)
        guard !id.isEmpty else { return [] }
        let (cost, insurance) = (row.text(.cost), row.text(.insurance))
        return [
            PlannedLabel(
                id: id, trackingNumber: row.text(.trackingNumber), status: row.text(.labelStatus),
                cost: cost.isEmpty ? nil : cost, insurance: insurance.isEmpty ? nil : insurance,
                currency: String(decoding: row.currency, as: UTF8.self))
        ]
    }
}
