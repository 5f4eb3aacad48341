// SPDX-License-Identifier: MIT

/// When an account may send its next request: a hard sliding window and an even stride inside it.
///
/// The window is exact: the request `limit` places back must be older than the window. What a
/// server measures is the arrival, and arrivals may bunch up, so the window kept here is a little
/// longer than the provider's. Inside it requests leave at an even stride; the stride forgives
/// `slackMilliseconds` of lateness so that a coarse timer does not cost throughput.
///
/// A token bucket (Amazon) has no window: its burst comes on top of the rate.
struct Pacer {
    static let slackMilliseconds: Int64 = 25
    /// How much longer than the provider's window ours is, against bunched arrivals.
    static let marginPercent: Int64 = 4
    /// What comes back of the full pace each second after a 429.
    static let recoveryPerSecond = 0.05
    /// A slowed pace recovers meanwhile, so it is asked again this often.
    static let askAgainMilliseconds: Int64 = 1000

    let limit: Int
    let windowMilliseconds: Int64
    let burst: Int
    let isBucket: Bool

    /// The moments of the last `limit` requests, oldest first from `oldest` on.
    private var sent: [Int64] = []
    private var oldest = 0
    private var last: Int64?
    /// The moment at which the stride is even, in microseconds.
    private var even: Int64 = .min
    /// The share of the limit in force, after 429s; one is all of it.
    private var share = 1.0
    private var shareAt: Int64 = 0

    init(limit: Int, windowMilliseconds: Int64, burst: Int, isBucket: Bool = false) {
        self.limit = max(1, limit)
        self.windowMilliseconds = windowMilliseconds * (100 + Self.marginPercent) / 100
        // A bucket that is drained to the last token has none left for two that bunch up.
        self.burst = max(1, isBucket ? burst * 9 / 10 : burst)
        self.isBucket = isBucket
    }

    /// The earliest moment at which one more request may leave, or is worth asking again.
    func next(at monotonic: Int64) -> Int64 {
        var earliest = monotonic
        if !isBucket, sent.count == limit {
            earliest = max(earliest, sent[oldest] + windowMilliseconds)
        }
        guard let last else { return earliest }
        if share(at: monotonic) < 1 {
            let due = last + strideMicroseconds(at: monotonic) / 1000
            let asked = min(due, monotonic + Self.askAgainMilliseconds)
            return max(earliest, asked)
        }
        return max(earliest, (even - forgivenMicroseconds + 999) / 1000)
    }

    /// Notes that a request leaves, or left, at that moment.
    mutating func take(at monotonic: Int64) {
        if !isBucket { remember(monotonic) }
        last = monotonic
        even = max(even, monotonic * 1000) + fullStrideMicroseconds
    }

    private mutating func remember(_ monotonic: Int64) {
        if sent.count < limit {
            sent.append(monotonic)
        } else {
            sent[oldest] = monotonic
            oldest = (oldest + 1) % limit
        }
    }

    /// Halves the pace after a 429, but never under one request a minute.
    mutating func throttle(at monotonic: Int64) {
        let floor = Double(windowMilliseconds) / 60_000 / Double(limit)
        share = max(min(floor, 1), share(at: monotonic) / 2)
        shareAt = monotonic
        last = last ?? monotonic
    }

    /// The requests a minute that are allowed just now.
    func perMinute(at monotonic: Int64) -> Double {
        60_000_000 / Double(max(1, strideMicroseconds(at: monotonic)))
    }

    private func share(at monotonic: Int64) -> Double {
        min(1, share + Self.recoveryPerSecond * Double(monotonic - shareAt) / 1000)
    }

    private func strideMicroseconds(at monotonic: Int64) -> Int64 {
        Int64(Double(fullStrideMicroseconds) / share(at: monotonic))
    }

    private var fullStrideMicroseconds: Int64 { windowMilliseconds * 1000 / Int64(limit) }

    private var forgivenMicroseconds: Int64 {
        max(
            isBucket ? 0 : Self.slackMilliseconds * 1000,
            Int64(burst - 1) * fullStrideMicroseconds)
    }
}
