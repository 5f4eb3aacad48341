// SPDX-License-Identifier: MIT

package import Audit
package import Model
package import Providers

/// One item on its way: what has happened to it, as far as the next decision needs it.
package struct Work: Sendable {
    package let no: Int64
    package let id: String
    package var labels: [PlannedLabel]
    /// The state as recorded, or about to be.
    package var state: ItemState
    /// Whether the record holds a state for it; false while it is only planned.
    package var isOnRecord: Bool
    /// Cancels that left, or may have left.
    package var attempts: Int
    /// The end of the newest request whose effect is unknown.
    package var doubtedAt: Timestamp?
    /// A first attempt's refusal that waits for its look.
    package var pendingRefusal: Judgement?
    /// Tries that brought nothing, for the growing pauses.
    package var tries = 0
    /// Its newest request was refused for the token it carried.
    package var wasUnauthorized = false

    package init(
        no: Int64, id: String, labels: [PlannedLabel] = [], state: ItemState = .planned,
        isOnRecord: Bool = false, attempts: Int = 0, doubtedAt: Timestamp? = nil
    ) {
        self.no = no
        self.id = id
        self.labels = labels
        self.state = state
        self.isOnRecord = isOnRecord
        self.attempts = attempts
        self.doubtedAt = doubtedAt
    }

    /// Once one attempt was in doubt, no later 4xx is final (design.md 6.2, 5).
    package var wasDoubted: Bool { doubtedAt != nil }

    /// More cancels than this an item never gets.
    package static let attemptsMax = 4
}
