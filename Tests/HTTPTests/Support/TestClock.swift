// SPDX-License-Identifier: MIT

import Model

/// A clock that stands still, so that times can be compared.
struct TestClock: Clock {
    static let moment = Timestamp(milliseconds: 1_795_140_000_000)

    var now: Timestamp { Self.moment }
    var monotonicMilliseconds: Int64 { 0 }
}
