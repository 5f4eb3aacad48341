// SPDX-License-Identifier: MIT

import Model

extension ReportItem {
    /// What a report adds to the columns of the export, in the order of `OriginalColumns.added`.
    var addedCells: [String] {
        [
            String(line), state.rawValue, end.reason, end.code,
            exchanges.status.map { String($0) } ?? "", String(end.attempts),
            exchanges.requestedAt?.description ?? "", end.settledAt?.description ?? "",
            end.confirmedAt?.description ?? "", exchanges.decisive.map { String($0) } ?? "",
        ]
    }

    /// What `items.csv` has for every item, whatever the columns of its export.
    static let ownColumns =
        [
            "run", "source", "account", "provider", "id", "reference", "tracking_number", "cost",
            "currency",
        ] + OriginalColumns.added + ["_resolution", "_resolved_by", "_resolved_at"]

    func ownCells(run: Int64, source: String, added: [String]) -> [String] {
        [
            String(run), source, account, provider, shipmentID, reference, trackingNumber,
            cost ?? "", currency,
        ] + added + [
            resolution?.finding ?? "", resolution?.by ?? "", resolution?.at.description ?? "",
        ]
    }
}
