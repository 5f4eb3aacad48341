// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Counts every shipment and keeps those that do not simply match.
///
/// A run's item that is not kept matched; so a million agreements cost the record nothing.
struct ComparedKeeper {
    private(set) var tally = ClassTally()
    private(set) var shown: [ComparedRow] = []
    private(set) var digest = RowsDigest()
    private var shownOfClass: [ShipmentClass: Int] = [:]
    private let act: Int64
    private let connection: Connection

    init(act: Int64, _ connection: Connection) {
        self.act = act
        self.connection = connection
    }

    mutating func add(_ row: ComparedRow, _ result: ComparisonResult, amount: Amount?) throws {
        tally.add(
            result.shipmentClass, account: row.account, amount: amount,
            currency: row.currency.isEmpty ? row.theirCurrency : row.currency)
        guard result.shipmentClass != .matched else { return }
        try row.insert(act: act, no: digest.count + 1, into: &digest, connection)
        let count = shownOfClass[result.shipmentClass, default: 0]
        guard count < Reconciler.shownOfClassMax else { return }
        shownOfClass[result.shipmentClass] = count + 1
        shown.append(row)
    }
}
