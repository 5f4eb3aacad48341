// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Counts every shipment and keeps those that do not simply match.
///
/// A run's item that is not kept matched; so a million agreements cost the record nothing.
final class ComparedKeeper {
    private(set) var tally = ClassTally()
    private(set) var shown: [ComparedRow] = []
    private var shownOfClass: [ShipmentClass: Int] = [:]
    private let act: Int64
    private var digest = RowsDigest()
    private var load = ComparedLoad()
    private let writer: ComparedWriter
    /// Stores on a thread of its own, while nobody else needs the record.
    private var storing: Conveyor<ComparedLoad>?

    /// - Parameter act: the position that the act will have in the log.
    init(act: Int64, _ connection: Connection) throws {
        self.act = act
        writer = try ComparedWriter(connection)
    }

    /// A shipment of the run; one that matches is only counted.
    func add(_ shipment: OursReader.Shipment, _ result: ComparisonResult, run: Int64) throws {
        guard result.shipmentClass != .matched else {
            return tally.add(
                .matched, account: shipment.account, amount: shipment.amount,
                currency: shipment.currency)
        }
        try add(shipment.row(result, run: run), result.shipmentClass, amount: shipment.amount)
    }

    func add(_ row: ComparedRow, _ shipmentClass: ShipmentClass, amount: Amount?) throws {
        tally.add(
            shipmentClass, account: row.account, amount: amount,
            currency: row.currency.isEmpty ? row.theirCurrency : row.currency)
        if load.append(row, act: act, into: &digest) { try store() }
        show(row, shipmentClass)
    }

    private func show(_ row: ComparedRow, _ shipmentClass: ShipmentClass) {
        let count = shownOfClass[shipmentClass, default: 0]
        guard count < Reconciler.shownOfClassMax else { return }
        shownOfClass[shipmentClass] = count + 1
        shown.append(row)
    }
}

// MARK: Storing
extension ComparedKeeper {
    /// Runs `body`, which reads nothing of the record: what it adds is stored beside it.
    func besideStoring(_ body: () throws -> Void) throws {
        let storing = Conveyor(writer.add)
        self.storing = storing
        defer {
            storing.stop()
            self.storing = nil
        }
        try body()
        try store()
        try storing.finish()
    }

    /// Returns the digest of all rows, which are then stored.
    func finish() throws -> RowsDigest {
        try store()
        return digest
    }

    private func store() throws {
        guard !load.isEmpty else { return }
        if let storing { try storing.add(load) } else { try writer.add(load) }
        load = ComparedLoad()
    }
}
