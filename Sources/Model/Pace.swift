// SPDX-License-Identifier: MIT

/// How many requests may leave in any window of time, as the job sets it; it replaces the
/// provider's default wholly.
package struct Pace: Sendable, Equatable {
    package var requests: Int
    package var windowMilliseconds: Int64
    /// What may leave at once; part of `requests`.
    package var burst: Int

    package init(requests: Int, windowMilliseconds: Int64, burst: Int = 1) {
        self.requests = requests
        self.windowMilliseconds = windowMilliseconds
        self.burst = burst
    }

    /// Reads what `--rate` takes: `5/s` or `200/m`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts.first, let requests = wholeNumber(String(first)),
            Self.requestsAllowed.contains(requests)
        else { return nil }
        switch parts.last {
        case "s": self.init(requests: requests, windowMilliseconds: 1000)
        case "m": self.init(requests: requests, windowMilliseconds: 60_000)
        default: return nil
        }
    }

    package static let requestsAllowed = 1...1_000_000
}

extension Pace: CustomStringConvertible {
    package var description: String {
        let window =
            switch windowMilliseconds {
            case 1000: "/s"
            case 60_000: "/min"
            default: " in \(Interval(milliseconds: windowMilliseconds))"
            }
        return "\(requests)\(window)" + (burst > 1 ? ", \(burst) at once" : "")
    }
}
