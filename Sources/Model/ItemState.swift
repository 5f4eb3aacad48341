// SPDX-License-Identifier: MIT

/// Where one item of a run stands.
package enum ItemState: String, CaseIterable, Sendable, Hashable {
    // Decided by the plan.
    case unreadable
    case duplicate
    case settled
    case held
    case planned
    // Reached by applying.
    case sending
    case inDoubt = "in_doubt"
    case accepted
    case cancelled
    case alreadyCancelled = "already_cancelled"
    case refused
    case notFound = "not_found"
    case failed
    case superseded
    case dropped

    /// Whether an item may go to a state from here: the one table of legal transitions.
    ///
    /// The audit database builds its trigger from this table, so nothing can bypass it.
    package func mayBecome(_ next: ItemState) -> Bool {
        switch (self, next) {
        case (.planned, .sending), (.planned, .held), (.planned, .superseded), (.planned, .dropped),
            (.sending, .planned), (.sending, .inDoubt), (.sending, .accepted),
            (.sending, .cancelled), (.sending, .alreadyCancelled), (.sending, .refused),
            (.sending, .notFound), (.sending, .failed),
            (.inDoubt, .sending), (.inDoubt, .accepted), (.inDoubt, .cancelled),
            (.inDoubt, .refused), (.inDoubt, .notFound),
            (.accepted, .cancelled), (.accepted, .refused), (.accepted, .inDoubt),
            (.cancelled, .inDoubt):
            true
        default: false
        }
    }

    /// Everything it may become.
    package var mayBecome: Set<ItemState> { Set(Self.allCases.filter { mayBecome($0) }) }

    /// Whether a shipment in this state belongs to its run, so that no other run may send it.
    package var claims: Bool {
        switch self {
        case .sending, .inDoubt, .accepted, .cancelled, .alreadyCancelled: true
        default: false
        }
    }
}
