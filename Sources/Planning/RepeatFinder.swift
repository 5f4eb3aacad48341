// SPDX-License-Identifier: MIT

package import Model

/// Finds shipments that stand more than once among any number of rows, in flat memory.
///
/// It keeps a hash of each row's identity in a list of limited length; a full list goes sorted
/// into a temporary file, and the runs there are compared at the end.
package struct RepeatFinder {
    private let keysMax: Int
    private var list = KeyList()
    private var runs: KeyRuns?
    /// What is repeated; whole after `finish`.
    private(set) var filter: RepeatFilter?
    /// At so many keys it looks for repeats, so that whoever reads in vain learns it early.
    private var nextLook = looksFirst

    private static let looksFirst = 1 << 10
    private static let looksFactor = 8

    /// Whether some shipment is known to stand twice; certain only after `finish`.
    package private(set) var hasRepeats = false

    /// - Parameter keysMax: so many are kept in memory, 16 bytes for each.
    package init(keysMax: Int = 1 << 21) { self.keysMax = keysMax }

    /// Takes in one row's identity.
    package mutating func insert(_ hash: UInt64) throws(Problem) {
        if list.count == 0 { list.reserve(keysMax) }
        list.append(KeyList.key(hash))
        if list.count == nextLook { look() }
        if list.count >= keysMax { try spill() }
    }

    private mutating func look() {
        nextLook *= Self.looksFactor
        if !hasRepeats { hasRepeats = list.hasRepeats() }
    }

    /// How many shipments stand in several rows; nothing may be inserted after it.
    package mutating func finish() throws(Problem) -> Int {
        var found = RepeatFilter()
        let count: Int
        if runs == nil {
            let repeated = list.takeSorted().filter { $0 & KeyList.repeatedBit != 0 }
            for key in repeated { found.insert(key) }
            count = repeated.count
        } else {
            // A shipment can be repeated within several runs and still is one.
            try spill()
            count = try runs?.repeated { found.insert($0) } ?? 0
            runs = nil
        }
        hasRepeats = count > 0
        filter = hasRepeats ? found : nil
        return count
    }

    private mutating func spill() throws(Problem) {
        let keys = list.takeSorted()
        if runs == nil { runs = try KeyRuns() }
        try runs?.add(keys)
    }
}
