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
enum Excluded: Int, CaseIterable {
    case outOfScope
    case notDue
    case cannotTell
    /// Due, and not among the shipments that the plan is about.
    case notInList

    var words: String {
        switch self {
        case .outOfScope: Exclusion.outOfScope.rawValue
        case .notDue: Exclusion.notDue.rawValue
        case .cannotTell: Exclusion.cannotTell.rawValue
        case .notInList: "not in the list"
        }
    }

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
