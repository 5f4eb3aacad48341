// SPDX-License-Identifier: MIT

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

    private var frontier = MerkleFrontier()

    package init() {}

    /// Takes the next items; they come by ascending `no`.
    mutating func add(_ load: ItemLoad) {
        for place in 0..<load.leaves.count { frontier.append(load.leaves.hash(at: place)) }
    }

    package var digest: Digest { frontier.root }

    package var hex: String { digest.hex }
}
