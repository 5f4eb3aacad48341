// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Audit

@Suite struct ItemLoadTests {
    static let items = [
        ItemRecord(
            no: 0, source: 2, line: 7, account: "us-store", provider: "shipstation",
            shipmentID: "se-1", status: "pending", reference: "Größe 🚚", trackingNumber: "1Z",
            state: .planned, reason: "stale", cost: "12.30", currency: "USD", sort: "2026-11-20",
            raw: Array("se-1,\"a\n\",12.30".utf8),
            labels: [PlannedLabel(id: "z"), PlannedLabel(id: "a", cost: "1.50")]),
        ItemRecord(
            no: 0, source: 0, line: 1, account: "", provider: "", shipmentID: "",
            state: .unreadable, reason: "no shipment id"),
    ]

    @Test(arguments: items)
    func `an item that is lent is the item`(_ item: ItemRecord) {
        #expect(item.lend { ItemRecord($0) } == item)
        #expect(item.lend { $0.cost?.amount } == item.cost.flatMap { Amount($0) })
    }

    @Test func `a load is full at so many items, or so many bytes`() {
        var (many, large) = (ItemLoad(), ItemLoad())
        #expect(many.isEmpty)
        let counts = (1...Int64(ItemLoad.itemsMax)).map { no in
            Self.items[1].lend { many.append($0, no: no) }
        }
        #expect(counts.dropLast().allSatisfy { !$0 } && counts.last == true)
        var item = Self.items[1]
        item.raw = Array(repeating: 0x61, count: ItemLoad.bytesMax)
        #expect(item.lend { large.append($0, no: 1) })
    }
}
