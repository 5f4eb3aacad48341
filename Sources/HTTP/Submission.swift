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
