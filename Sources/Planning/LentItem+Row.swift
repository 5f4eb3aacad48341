// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model

extension LentItem {
    /// The item that a row is, lent as long as the row is.
    init(
        _ row: borrowing JudgedRow, id: String, state: ItemState, reason: String, source: Int64,
        sort: SortKey, raw: UnsafeRawBufferPointer
    ) {
        let cost = row.utf8(.cost)
        let mayBeSent = state == .planned
        self.init(
            source: source, line: Int64(row.line), account: row.utf8(.account),
            provider: row.provider?.rawValue ?? "", shipmentID: id, status: row.utf8(.status),
            reference: row.utf8(.reference), trackingNumber: row.utf8(.trackingNumber),
            state: state, reason: reason, cost: cost.isEmpty ? nil : (cost, row.cost),
            currency: row.wellFormed(row.currency), sort: mayBeSent ? sort.text(of: row) : "",
            raw: raw, labels: mayBeSent ? PlannedLabel.of(row) : [])
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
