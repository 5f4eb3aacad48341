// SPDX-License-Identifier: MIT

import Model
package import Proof

/// The digest of a plan's items: the root of a Merkle tree over them, each followed by its labels.
///
/// A tree and not one long hash, so that a single row of the plan can be proven, and so that an
/// archived row can be represented by its leaf hash. The number of the run is not in it: the run's
/// own leaf holds both.
package struct ItemDigest {
    /// The type bytes of the two leaves; those of the log are below 16.
    enum LeafType {
        static let item: UInt8 = 16
        static let label: UInt8 = 17
    }

    private var encoder = LeafEncoder()
    private var frontier = MerkleFrontier()

    package init() {}

    /// Takes the next item; they come by ascending `no`.
    package mutating func add(_ item: ItemRecord) {
        encoder.begin(type: LeafType.item)
        encoder.integer(item.no)
        encoder.integer(item.source)
        encoder.integer(item.line)
        encoder.text(item.account)
        encoder.text(item.provider)
        encoder.text(item.shipmentID)
        encoder.text(item.status)
        encoder.text(item.reference)
        encoder.text(item.trackingNumber)
        encoder.text(item.state.rawValue)
        encoder.text(item.reason)
        encoder.text(item.cost)
        encoder.text(item.currency)
        encoder.text(item.sort)
        encoder.bytes(item.raw)
        frontier.append(encoder.hash)
        for label in item.labels.inStoredOrder { add(label, of: item.no) }
    }

    private mutating func add(_ label: PlannedLabel, of no: Int64) {
        encoder.begin(type: LeafType.label)
        encoder.integer(no)
        encoder.text(label.id)
        encoder.text(label.trackingNumber)
        encoder.text(label.status)
        encoder.text(label.cost)
        encoder.text(label.insurance)
        encoder.text(label.currency)
        frontier.append(encoder.hash)
    }

    package var digest: Digest { frontier.root }

    package var hex: String { digest.hex }
}

extension [PlannedLabel] {
    /// As the table's key orders them: by the bytes of their ids.
    fileprivate var inStoredOrder: [PlannedLabel] {
        count < 2 ? self : sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }
}
