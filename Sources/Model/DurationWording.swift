// SPDX-License-Identifier: MIT

/// A length of time as people say it: `39 min`, `2 h 5 min`, `3 days 4 h`.
///
/// Two units at most; what is finer than the second is cut, not rounded, so that nothing is
/// called an hour before it was one.
package func spoken(milliseconds: Int64) -> String {
    let total = max(0, milliseconds)
    if total < 1000 { return "\(total) ms" }
    let seconds = total / 1000
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if seconds < 60 { return "\(seconds) s" }
    if minutes < 10 { return pair(minutes, "min", seconds % 60, "s") }
    if minutes < 60 { return "\(minutes) min" }
    if hours < 24 { return pair(hours, "h", minutes % 60, "min") }
    return pair(days, days == 1 ? "day" : "days", hours % 24, "h")
}

private func pair(_ first: Int64, _ unit: String, _ second: Int64, _ finer: String) -> String {
    second == 0 ? "\(grouped(first)) \(unit)" : "\(grouped(first)) \(unit) \(second) \(finer)"
}
