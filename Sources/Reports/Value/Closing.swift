// SPDX-License-Identifier: MIT

package import Model

/// Items that one person closed with one finding for one reason.
package struct Closing: Sendable {
    package struct Key: Hashable, Sendable {
        package let finding: String
        package let by: String
        package let reason: String
    }

    package let key: Key
    package private(set) var sum = StateSum()
    package private(set) var first: Timestamp
    package private(set) var last: Timestamp
    /// The provider's last word about them.
    package private(set) var states: Set<ItemState> = []
    package private(set) var examples: [String] = []

    static let examplesMax = 5

    fileprivate init(_ key: Key, at moment: Timestamp) {
        self.key = key
        (first, last) = (moment, moment)
    }

    fileprivate mutating func add(_ item: ReportItem, _ found: Resolution) throws(Problem) {
        try sum.add(item)
        (first, last) = (min(first, found.at), max(last, found.at))
        states.insert(item.state)
        if examples.count < Self.examplesMax { examples.append(item.shipmentID) }
    }

    /// `in doubt`, or several states.
    package var words: String {
        ItemState.allCases.filter(states.contains).map(\.words).joined(separator: ", ")
    }
}

/// The findings of persons in a run, gathered item by item.
struct Closings {
    /// Reasons are free text; what is beyond so many is gathered in one.
    static let closingsMax = 200

    private var found: [Closing.Key: Closing] = [:]

    mutating func add(_ item: ReportItem) throws(Problem) {
        guard let one = item.resolution else { return }
        var key = Closing.Key(finding: one.finding, by: one.by, reason: one.reason)
        if found[key] == nil, found.count >= Self.closingsMax {
            key = Closing.Key(finding: one.finding, by: "several", reason: "other reasons")
        }
        var closing = found[key] ?? Closing(key, at: one.at)
        try closing.add(item, one)
        found[key] = closing
    }

    var inOrder: [Closing] {
        found.values.sorted { left, right in
            (left.first, left.key.finding, left.key.by, left.key.reason)
                < (right.first, right.key.finding, right.key.by, right.key.reason)
        }
    }
}
