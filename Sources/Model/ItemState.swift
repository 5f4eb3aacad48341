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

    /// The states an item may go to from here: the one table of legal transitions.
    ///
    /// The audit database builds its trigger from this table, so nothing can bypass it.
    package var mayBecome: Set<ItemState> {
        switch self {
        case .planned: [.sending, .held, .superseded, .dropped]
        case .sending:
            [
                .planned, .inDoubt, .accepted, .cancelled, .alreadyCancelled, .refused, .notFound,
                .failed,
            ]
        case .inDoubt: [.sending, .accepted, .cancelled, .refused, .notFound]
        case .accepted: [.cancelled, .refused, .inDoubt]
        case .cancelled: [.inDoubt]
        case .unreadable, .duplicate, .settled, .held, .alreadyCancelled, .refused, .notFound,
            .failed, .superseded, .dropped:
            []
        }
    }

    /// Whether a shipment in this state belongs to its run, so that no other run may send it.
    package var claims: Bool {
        switch self {
        case .sending, .inDoubt, .accepted, .cancelled, .alreadyCancelled: true
        default: false
        }
    }
}
