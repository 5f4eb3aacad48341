// SPDX-License-Identifier: MIT

import Glibc
package import Model

/// The clock of the machine.
package struct SystemClock: Clock {
    package init() {}

    package var now: Timestamp { Timestamp(milliseconds: Self.milliseconds(CLOCK_REALTIME)) }

    package var monotonicMilliseconds: Int64 { Self.milliseconds(CLOCK_MONOTONIC) }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
