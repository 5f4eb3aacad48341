// SPDX-License-Identifier: MIT

package import Model

/// Finds shipments that stand more than once among any number of rows, in flat memory.
///
/// It keeps a hash of each row's identity in a table of fixed size; a full table goes sorted into
/// a temporary file, and the runs there are compared at the end.
package struct RepeatFinder {
    private let keysMax: Int
    private var table = KeyTable()
    private var runs: KeyRuns?
    /// What is known to be repeated; whole after `finish`.
    private(set) var filter: RepeatFilter?
    private var repeated = 0

    /// - Parameter keysMax: so many are kept in memory, 16 bytes for each.
    package init(keysMax: Int = 1 << 21) { self.keysMax = keysMax }

    /// Whether some shipment is known to stand twice.
    package var hasRepeats: Bool { repeated > 0 }

    /// Takes in one row's identity.
    package mutating func insert(_ hash: UInt64) throws(Problem) {
        let key = KeyTable.key(hash)
        if table.insert(key) { note(key) }
        if table.count >= keysMax { try spill() }
    }

    /// How many shipments stand in several rows; nothing may be inserted after it.
    package mutating func finish() throws(Problem) -> Int {
        guard runs != nil else { return repeated }
        try spill()
        // A shipment can be repeated within several runs and still is one.
        repeated = 0
        var found = filter ?? RepeatFilter()
        repeated = try runs?.repeated { found.insert($0) } ?? 0
        if repeated > 0 { filter = found }
        runs = nil
        return repeated
    }

    private mutating func note(_ key: UInt64) {
        repeated += 1
        if filter == nil { filter = RepeatFilter() }
        filter?.insert(key)
    }

    private mutating func spill() throws(Problem) {
        let keys = table.takeSorted()
        if runs == nil { runs = try KeyRuns() }
        try runs?.add(keys)
    }
}
