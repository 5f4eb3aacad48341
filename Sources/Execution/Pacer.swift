// SPDX-License-Identifier: MIT

/// When an account may send its next request: a hard sliding window and an even stride inside it.
///
/// The window is exact: the request `limit` places back must be older than the window. What a
/// server measures is the arrival, and arrivals may bunch up, so the window kept here is a little
/// longer than the provider's. Inside it requests leave at an even stride; the stride forgives
/// `slackMilliseconds` of lateness so that a coarse timer does not cost throughput.
struct Pacer {
    static let slackMilliseconds: Int64 = 25
    /// How much longer than the provider's window ours is, against bunched arrivals.
    static let marginPercent: Int64 = 3

    let limit: Int
    let windowMilliseconds: Int64
    let burst: Int

    /// The moments of the last `limit` requests, oldest first from `oldest` on.
    private var sent: [Int64] = []
    private var oldest = 0
    /// The moment at which the stride is even, in microseconds.
    private var even: Int64 = .min
    /// The share of the limit in force, after 429s; one is all of it.
    private var factor = 1.0
    private var factorAt: Int64 = 0

    init(limit: Int, windowMilliseconds: Int64, burst: Int) {
        self.limit = max(1, limit)
        self.windowMilliseconds = windowMilliseconds * (100 + Self.marginPercent) / 100
        self.burst = max(1, burst)
    }

    /// The earliest moment at which one more request may leave.
    func next(at monotonic: Int64) -> Int64 {
        var earliest = monotonic
        if sent.count == limit { earliest = max(earliest, sent[oldest] + windowMilliseconds) }
        let stride = strideMicroseconds(at: monotonic)
        let forgiven = max(Self.slackMilliseconds * 1000, Int64(burst - 1) * stride)
        if even != .min, factor(at: monotonic) < 1 || even - forgiven > monotonic * 1000 {
            let allowed = factor(at: monotonic) < 1 ? even : even - forgiven
            earliest = max(earliest, (allowed + 999) / 1000)
        }
        return earliest
    }

    /// Notes that a request leaves now.
    mutating func take(at monotonic: Int64) {
        if sent.count < limit {
            sent.append(monotonic)
        } else {
            sent[oldest] = monotonic
            oldest = (oldest + 1) % limit
        }
        even = max(even, monotonic * 1000) + strideMicroseconds(at: monotonic)
    }

    /// Halves the pace after a 429, but never under one request a minute.
    mutating func throttle(at monotonic: Int64) {
        let floor = Double(windowMilliseconds) / 60_000 / Double(limit)
        factor = max(min(floor, 1), factor(at: monotonic) / 2)
        factorAt = monotonic
        even = max(even, monotonic * 1000) + strideMicroseconds(at: monotonic)
    }

    /// Five per cent of the full pace come back each second.
    private func factor(at monotonic: Int64) -> Double {
        min(1, factor + 0.05 * Double(monotonic - factorAt) / 1000)
    }

    private func strideMicroseconds(at monotonic: Int64) -> Int64 {
        // The margin is in the window already; a stride over it would be paid twice.
        let even = windowMilliseconds * 1000 / Int64(limit)
        return Int64(Double(even) / factor(at: monotonic))
    }
}
