// SPDX-License-Identifier: MIT

package import Model

/// One request's outcome, with its times.
package struct Exchange: Sendable, Equatable {
    package var outcome: Outcome
    /// When the request was begun: connecting, then sending.
    package var sentAt: Timestamp
    /// When its end was known.
    package var receivedAt: Timestamp
    package var timings: Timings

    package init(
        _ outcome: Outcome, sentAt: Timestamp, receivedAt: Timestamp, timings: Timings = Timings()
    ) {
        self.outcome = outcome
        self.sentAt = sentAt
        self.receivedAt = receivedAt
        self.timings = timings
    }

    /// An exchange that never began.
    init(unsent failure: NoAnswer, at moment: Timestamp) {
        self.init(.noAnswer(failure), sentAt: moment, receivedAt: moment)
    }
}

/// Where the time of one exchange went, in microseconds since its start.
package struct Timings: Sendable, Equatable {
    package var durationMicroseconds: Int64 = 0
    /// Until the connection stood, TLS included; 0 on a connection that was kept alive.
    package var connectMicroseconds: Int64 = 0
    /// Until the first byte of the answer; 0 when none came.
    package var firstByteMicroseconds: Int64 = 0
    /// Whether the request went out on a connection that was kept alive.
    package var reusedConnection = false

    package init() {}
}
