// SPDX-License-Identifier: MIT

/// One way to count requests against time.
enum Meter: Sendable {
    case window(SlidingWindow)
    case bucket(Bucket)

    /// Milliseconds until one more request fits; 0 when it fits now.
    mutating func wait(at now: Int64) -> Int64 {
        switch self {
        case .window(let window): return window.wait(at: now)
        case .bucket(var bucket):
            let wait = bucket.wait(at: now)
            self = .bucket(bucket)
            return wait
        }
    }

    mutating func take(at now: Int64) {
        switch self {
        case .window(var window):
            window.take(at: now)
            self = .window(window)
        case .bucket(var bucket):
            bucket.take()
            self = .bucket(bucket)
        }
    }
}

/// At most `limit` requests in any stretch of `milliseconds`.
struct SlidingWindow: Sendable {
    let limit: Int
    let milliseconds: Int64
    /// The times of the last `limit` requests; the oldest stands at `oldest` once it is full.
    private var times: [Int64] = []
    private var oldest = 0

    init(limit: Int, milliseconds: Int64) {
        self.limit = limit
        self.milliseconds = milliseconds
    }

    func wait(at now: Int64) -> Int64 {
        times.count < limit ? 0 : max(0, times[oldest] &+ milliseconds &- now)
    }

    mutating func take(at now: Int64) {
        guard times.count == limit else { return times.append(now) }
        times[oldest] = now
        oldest = (oldest + 1) % limit
    }
}

/// A token bucket: `burst` at once, refilled with `perSecond`.
struct Bucket: Sendable {
    let perSecond: Int64
    private let full: Int64
    /// Thousandths of a request, so that milliseconds refill it without fractions.
    private var level: Int64
    private var filledAt: Int64?

    init(perSecond: Int, burst: Int) {
        self.perSecond = Int64(perSecond)
        full = Int64(burst) * 1000
        level = full
    }

    mutating func wait(at now: Int64) -> Int64 {
        let passed = min(max(0, now &- (filledAt ?? now)), full)
        level = min(full, level + passed * perSecond)
        filledAt = now
        return level >= 1000 ? 0 : (1000 - level + perSecond - 1) / perSecond
    }

    mutating func take() { level -= 1000 }
}
