// SPDX-License-Identifier: MIT

import Model
package import Proof

/// Items of a plan on their way to the record, each followed by its labels, as their leaves.
package struct ItemLoad: Sendable {
    /// So many are handed over at once: each handing over takes a lock.
    static let itemsMax = 256
    static let bytesMax = 1 << 20

    package private(set) var leaves = LeafList()
    /// The numbers of its items ascend from the first to the last.
    private(set) var first: Int64?
    private(set) var last: Int64 = 0
    private var itemCount = 0
    private var encoder = LeafEncoder()

    package init() {}

    package var isEmpty: Bool { itemCount == 0 }

    /// Takes the next item, and says whether that was enough; they come by ascending number.
    package mutating func append(_ item: LentItem, no: Int64) -> Bool {
        if first == nil { first = no }
        last = no
        itemCount += 1
        encode(item, no)
        leaves.append(encoder)
        for label in item.labels.inStoredOrder {
            encode(label, no)
            leaves.append(encoder)
        }
        return itemCount >= Self.itemsMax || leaves.byteCount >= Self.bytesMax
    }

    private mutating func encode(_ item: LentItem, _ no: Int64) {
        encoder.begin(type: ItemDigest.LeafType.item)
        encoder.integer(no)
        encoder.integer(item.source)
        encoder.integer(item.line)
        encoder.text(utf8: item.account)
        encoder.text(item.provider)
        encoder.text(item.shipmentID)
        encoder.text(utf8: item.status)
        encoder.text(utf8: item.reference)
        encoder.text(utf8: item.trackingNumber)
        encoder.text(item.state.rawValue)
        encoder.text(item.reason)
        if let cost = item.cost { encoder.text(utf8: cost.text) } else { encoder.null() }
        encoder.text(utf8: item.currency)
        encoder.text(item.sort)
        encoder.bytes(item.raw)
    }

    private mutating func encode(_ label: PlannedLabel, _ no: Int64) {
        encoder.begin(type: ItemDigest.LeafType.label)
        encoder.integer(no)
        encoder.text(label.id)
        encoder.text(label.trackingNumber)
        encoder.text(label.status)
        encoder.text(label.cost)
        encoder.text(label.insurance)
        encoder.text(label.currency)
    }
}

extension [PlannedLabel] {
    /// As the table's key orders them: by the bytes of their ids.
    fileprivate var inStoredOrder: [PlannedLabel] {
        count < 2 ? self : sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }
}
