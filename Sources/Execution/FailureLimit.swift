// SPDX-License-Identifier: MIT

import Model

/// `--stop-after-failures N|P%`: how much may go wrong in one apply.
package struct FailureLimit: Sendable {
    package enum Limit: Sendable, Equatable {
        case none
        case count(Int)
        /// In millionths of all verdicts, once there are `sharesFrom` of them.
        case shareMillionths(Int64)
    }

    static let sharesFrom = 20

    private let limit: Limit
    private var verdicts = 0
    private var failures = 0

    package init(_ limit: Limit) { self.limit = limit }

    mutating func count(_ state: ItemState) {
        guard state != .planned, state != .superseded else { return }
        verdicts += 1
        if state.isBad { failures += 1 }
    }

    /// The sentence to stop with, when the limit is exceeded.
    var exceeded: String? {
        switch limit {
        case .none: return nil
        case .count(let most):
            return failures > most ? "\(failures) failures, \(most) allowed" : nil
        case .shareMillionths(let share):
            guard verdicts >= Self.sharesFrom else { return nil }
            return Int64(failures) * 1_000_000 > share * Int64(verdicts)
                ? "\(failures) failures in \(verdicts) verdicts" : nil
        }
    }
}
