// SPDX-License-Identifier: MIT

import Exports
import Model

/// What becomes of one row, as far as it is known without the other rows of its shipment.
enum RowDecision {
    case unreadable(String)
    case excluded(Excluded)
    case item(id: String, state: ItemState, reason: String)
}

/// Why a row is only counted.
enum Excluded: String, CaseIterable {
    case outOfScope = "out of scope"
    case notDue = "not due"
    case cannotTell = "cannot tell"
    /// Due, and not among the shipments of `--only`.
    case notInList = "not in the list"

    init(_ why: Exclusion) {
        self =
            switch why {
            case .outOfScope: .outOfScope
            case .notDue: .notDue
            case .cannotTell: .cannotTell
            }
    }

    /// Whether the row is part of the whole that a share is a part of.
    var isInScope: Bool { self != .outOfScope }
}
