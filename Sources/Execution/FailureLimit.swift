// SPDX-License-Identifier: MIT

import Job
package import Model

/// `--stop-after-failures N|P%`: how much may go wrong in one apply.
package struct FailureLimit: Sendable {
    /// A share says nothing before there are this many verdicts.
    static let sharesFrom = 20

    private let tolerance: Tolerance?
    private var verdicts = 0
    private var failures = 0

    package init(_ tolerance: Tolerance?) { self.tolerance = tolerance }

    mutating func count(_ state: ItemState) {
        guard state != .planned, state != .superseded else { return }
        verdicts += 1
        if state.isBad { failures += 1 }
    }

    /// The sentence to stop with, when the limit is exceeded.
    var exceeded: String? {
        guard let tolerance, tolerance.count != nil || verdicts >= Self.sharesFrom,
            tolerance.isExceeded(by: failures, of: verdicts)
        else { return nil }
        return "\(failures) failures in \(verdicts) verdicts, \(tolerance) allowed"
    }
}
