// SPDX-License-Identifier: MIT

import Model

/// What is cancelled, by how well that is known.
package struct Cancellations: Sendable {
    /// A look after the request saw it cancelled.
    package private(set) var seen = StateSum()
    /// The provider says so, and no look has seen it yet.
    package private(set) var unseen = StateSum()
    /// The provider says so, and has nothing where it could be seen.
    package private(set) var unseeable = StateSum()

    mutating func add(_ item: ReportItem, isConfirmable: Bool) throws {
        guard [.cancelled, .alreadyCancelled].contains(item.state), !item.isClosed else { return }
        if item.end.confirmedAt != nil {
            try seen.add(item)
        } else if isConfirmable {
            try unseen.add(item)
        } else {
            try unseeable.add(item)
        }
    }
}
