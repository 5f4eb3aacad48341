// SPDX-License-Identifier: MIT

import HTTP
import Synchronization

/// Counts how exchanges ended, from any thread.
final class Ends: Sendable {
    private let state = Mutex<[String: Int]>([:])

    var counts: [String: Int] { state.withLock { $0 } }
    var total: Int { counts.values.reduce(0, +) }

    func note(_ exchange: Exchange) {
        state.withLock { $0[exchange.end, default: 0] += 1 }
    }
}
