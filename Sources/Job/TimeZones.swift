// SPDX-License-Identifier: MIT

import Model

/// The time zones this machine knows.
package enum TimeZones {
    /// Whether a job may name it: only what the plan will be able to read.
    @Sendable package static func exists(_ name: String) -> Bool {
        (try? Zone(named: name)) != nil
    }
}
