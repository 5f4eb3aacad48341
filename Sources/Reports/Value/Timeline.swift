// SPDX-License-Identifier: MIT

package import Model

/// Requests and latencies over the time of a run, in buckets that widen as the run goes on.
package struct Timeline: Sendable {
    package struct Bucket: Sendable, Equatable {
        package var requests: Int64 = 0
        package var throttled: Int64 = 0
        package var unanswered: Int64 = 0
        var latencies = Latencies()

        mutating func add(_ other: Bucket) {
            requests += other.requests
            throttled += other.throttled
            unanswered += other.unanswered
            latencies.add(other.latencies)
        }
    }

    package static let bucketsMax = 120

    private var start: Int64?
    package private(set) var bucketMilliseconds: Int64 = 1000
    private var slots: [Int64: Bucket] = [:]
    package private(set) var all = Bucket()
    package private(set) var first: Timestamp?
    package private(set) var last: Timestamp?

    mutating func add(_ exchange: ItemExchange) {
        guard exchange.mayHaveLeft else { return }
        var one = Bucket()
        one.requests = 1
        one.throttled = exchange.status == 429 ? 1 : 0
        one.unanswered = exchange.status == nil ? 1 : 0
        if let duration = exchange.durationMicroseconds { one.latencies.add(duration) }
        all.add(one)
        first = min(first ?? exchange.sentAt, exchange.sentAt)
        last = max(last ?? exchange.sentAt, exchange.sentAt)
        slots[exchange.sentAt.milliseconds.floorDivided(by: bucketMilliseconds), default: Bucket()]
            .add(one)
        while span > Self.bucketsMax { widen() }
    }

    private var span: Int64 {
        guard let first, let last else { return 0 }
        return last.milliseconds.floorDivided(by: bucketMilliseconds)
            - first.milliseconds.floorDivided(by: bucketMilliseconds) + 1
    }

    /// The widths a person reads off a chart.
    private static let widths: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
    ].map { $0 * 1000 }

    private mutating func widen() {
        let wider = Self.widths.first { $0 > bucketMilliseconds } ?? bucketMilliseconds &* 2
        var merged: [Int64: Bucket] = [:]
        for (slot, bucket) in slots {
            let start = slot * bucketMilliseconds
            merged[start.floorDivided(by: wider), default: Bucket()].add(bucket)
        }
        (slots, bucketMilliseconds) = (merged, wider)
    }

    /// All buckets from the first request to the last, empty ones too.
    package var buckets: [(start: Timestamp, bucket: Bucket)] {
        guard let low = slots.keys.min(), let high = slots.keys.max() else { return [] }
        return (low...high).map { slot in
            (Timestamp(milliseconds: slot * bucketMilliseconds), slots[slot] ?? Bucket())
        }
    }
}

/// A histogram of durations whose steps grow by a quarter: percentiles within an eighth.
package struct Latencies: Sendable, Equatable {
    private var counts: [Int64: Int64] = [:]
    package private(set) var total: Int64 = 0

    mutating func add(_ microseconds: Int64) {
        counts[Self.step(max(1, microseconds)), default: 0] += 1
        total += 1
    }

    mutating func add(_ other: Latencies) {
        counts.merge(other.counts, uniquingKeysWith: +)
        total += other.total
    }

    /// Below so many milliseconds were that many of a hundred; nil where there are none.
    package func percentile(_ percent: Int64) -> Int64? {
        var rest = (total * percent + 99) / 100
        for (step, count) in counts.sorted(by: { $0.key < $1.key }) {
            rest -= count
            if rest <= 0 { return max(1, Self.upperMicroseconds(step) / 1000) }
        }
        return nil
    }

    /// Two bits behind the leading one: whole numbers only, the same on every machine.
    private static func step(_ microseconds: Int64) -> Int64 {
        let exponent = 63 - microseconds.leadingZeroBitCount
        let fraction = exponent >= 2 ? microseconds >> (exponent - 2) & 3 : 0
        return Int64(exponent) * 4 + fraction
    }

    private static func upperMicroseconds(_ step: Int64) -> Int64 {
        let exponent = min(60, step / 4)
        return (4 + step % 4 + 1) << exponent / 4
    }
}
