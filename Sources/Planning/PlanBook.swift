// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Takes in every row of a plan exactly once: a number in the tally, and an item on record.
final class PlanBook {
    static let unreadableShownMax = 5

    let tally = Tally()
    let writer: PlanWriter
    private let storing: Conveyor<ItemLoad>
    // Written for every item, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private var load = ItemLoad()
    private(set) var unreadable: [(source: Int, line: Int, reason: String)] = []
    private var no: Int64 = 0

    init(_ writer: PlanWriter) {
        self.writer = writer
        storing = Conveyor(writer.add)
    }

    /// A row that is only counted.
    func exclude(_ why: Excluded, _ cost: Amount?, _ currency: UnsafeRawBufferPointer) {
        tally.exclude(why, cost, currency)
    }

    /// A row that was kept as an item and is none.
    func exclude(_ why: Excluded, _ item: ItemRecord) {
        var currency = item.currency
        currency.withUTF8 {
            exclude(why, item.cost.flatMap { Amount($0) }, UnsafeRawBufferPointer($0))
        }
    }

    /// Puts an item on record, under the next number.
    func add(_ item: consuming LentItem) throws {
        no += 1
        if item.state != .planned { (item.sort, item.labels) = ("", []) }
        if item.state == .unreadable, unreadable.count < Self.unreadableShownMax {
            unreadable.append((Int(item.source), Int(item.line), item.reason))
        }
        tally.add(item)
        if load.append(item, no: no) { try send() }
    }

    private func send() throws {
        try storing.add(load)
        load = ItemLoad()
    }

    /// Returns when every item is stored; until then the record belongs to the thread that stores.
    func finish() throws {
        if !load.isEmpty { try send() }
        try storing.finish()
    }

    /// Returns when nothing is being stored any more, after a failure.
    func stop() { storing.stop() }
}
