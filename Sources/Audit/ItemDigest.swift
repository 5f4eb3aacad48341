// SPDX-License-Identifier: MIT

import Model
import Proof

/// The digest of a plan's items in their order: the run's own leaf holds it.
package struct ItemDigest {
    private var state = SHA256()
    private var encoder = LeafEncoder()

    package init() {}

    package mutating func add(_ item: ItemRecord) {
        encoder.begin(type: UInt8(ascii: "i"))
        encoder.integer(item.no)
        encoder.integer(item.source)
        encoder.integer(item.line)
        for text in [
            item.account, item.provider, item.shipmentID, item.reference, item.trackingNumber,
            item.state.rawValue, item.reason,
        ] { encoder.text(text) }
        encoder.text(item.cost)
        encoder.text(item.currency)
        encoder.text(item.sort)
        encoder.bytes(item.raw)
        state.update(encoder.hash)
        for label in item.labels { add(label) }
    }

    private mutating func add(_ label: PlannedLabel) {
        encoder.begin(type: UInt8(ascii: "l"))
        encoder.text(label.id)
        encoder.text(label.trackingNumber)
        encoder.text(label.status)
        encoder.text(label.cost)
        encoder.text(label.insurance)
        encoder.text(label.currency)
        state.update(encoder.hash)
    }

    package var hex: String { state.digest.hex }
}
