// SPDX-License-Identifier: MIT

import Model

/// Names one submitted request, so that it can be cancelled.
package struct TransferID: Sendable, Hashable {
    let number: UInt64
}

/// One request on its way through the engine; answered exactly once.
struct Submission: Sendable {
    let id: TransferID
    let request: Request
    let options: HTTPEngine.Options
    let completion: @Sendable (Exchange) -> Void
}

/// Why a request was not begun.
enum Refusal {
    case full
    case closed
    case cancelled

    fileprivate var failure: NoAnswer {
        switch self {
        case .full: .refused("\(Limits.waitingRequestsMax) requests wait already")
        case .closed: NoAnswer(.cancelled, .notSent, "the engine was shut down")
        case .cancelled: NoAnswer(.cancelled, .notSent, "cancelled before it was sent")
        }
    }
}

extension Submission {
    /// Answers it: nothing of it has left.
    func refuse(_ why: Refusal, at now: Timestamp) {
        completion(Exchange(unsent: why.failure, at: now))
    }
}
