// SPDX-License-Identifier: MIT

/// How fast something goes just now: over the last minute, so that a pause shows and old haste
/// does not.
struct ProgressRate {
    static let windowMilliseconds: Int64 = 60_000
    static let sampleMilliseconds: Int64 = 1000

    private var samples: [(at: Int64, done: Int)]

    init(at start: Int64) { samples = [(start, 0)] }

    mutating func note(_ done: Int, at moment: Int64) {
        guard let last = samples.last, moment - last.at >= Self.sampleMilliseconds else { return }
        samples.append((moment, done))
        // The oldest that is kept is the last one before the window.
        while samples.count > 2, samples[1].at <= moment - Self.windowMilliseconds {
            samples.removeFirst()
        }
    }

    /// How many a minute; nil before anything can be said.
    var perMinute: Int? {
        guard let first = samples.first, let last = samples.last, last.at > first.at else {
            return nil
        }
        return (last.done - first.done) * 60_000 / Int(last.at - first.at)
    }

    /// How long so many take at this rate; nil while nothing moves.
    func milliseconds(for left: Int) -> Int64? {
        guard let perMinute, perMinute > 0 else { return nil }
        return Int64(left) * 60_000 / Int64(perMinute)
    }
}
