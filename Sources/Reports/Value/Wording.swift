// SPDX-License-Identifier: MIT

import Model

/// A whole number with its thousands apart, such as `12,480`.
func grouped(_ number: some BinaryInteger) -> String { groupedDigits(String(number)) }

/// An amount with its thousands apart and at least two decimals, such as `28,401.22`.
func grouped(_ amount: Amount) -> String { groupedDigits(amount.text()) }

/// Money with its currency first, such as `USD 28,401.22`.
func money(_ currency: String, _ amount: Amount) -> String {
    (currency.isEmpty ? "no currency" : currency) + " " + grouped(amount)
}

/// All sums with dots between, such as `USD 28,401.22 · EUR 1,022.10`.
func money(_ totals: Totals) -> String {
    totals.sorted.map { money($0.currency, $0.amount) }.joined(separator: " · ")
}

/// A number with its noun, such as `1 item` and `4,112 items`.
func counted(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
}

/// A length of time as people say it: `39 min`, `2 h 5 min`.
func spoken(milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds) / 1000
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if milliseconds < 1000 { return "\(max(0, milliseconds)) ms" }
    if seconds < 60 { return "\(seconds) s" }
    if minutes < 60 { return minutes < 10 ? "\(minutes) min \(seconds % 60) s" : "\(minutes) min" }
    if hours < 24 { return "\(hours) h \(minutes % 60) min" }
    return "\(counted(days, "day")) \(hours % 24) h"
}

/// Puts a comma between each three digits before the decimal point.
private func groupedDigits(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let body = text.dropFirst(sign.count)
    let whole = Array(body.prefix { $0 != "." })
    var result = sign
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
        result.append(digit)
    }
    return result + body.dropFirst(whole.count)
}

extension Timestamp {
    /// In UTC, such as `2026-11-20 02:41`.
    var toTheMinute: String { String(description.prefix(16)).replacing("T", with: " ") }
    /// In UTC, such as `2026-11-20 02:41:07`.
    var toTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }
}

extension ItemState {
    /// The state as a person says it.
    var words: String { rawValue.replacing("_", with: " ") }
}

/// Moments as the clocks of a zone show them.
struct LocalTime {
    let zone: Zone

    private func shifted(_ moment: Timestamp) -> Timestamp {
        moment.adding(milliseconds: zone.offsetSeconds(at: moment) * 1000)
    }

    /// A day such as `20 Nov 2026`.
    func day(_ moment: Timestamp) -> String {
        let (year, month, day) = shifted(moment).day.components
        return "\(day) \(Self.months[Int(month) - 1]) \(year)"
    }

    /// A time such as `02:41`.
    func time(_ moment: Timestamp) -> String {
        String(shifted(moment).description.dropFirst(11).prefix(5))
    }

    func dayAndTime(_ moment: Timestamp) -> String { "\(day(moment)) \(time(moment))" }

    /// `20 Nov 2026 02:00–02:41`, or with both days where they differ.
    func span(_ from: Timestamp, _ until: Timestamp) -> String {
        if time(from) == time(until), day(from) == day(until) { return dayAndTime(from) }
        return day(from) == day(until)
            ? "\(dayAndTime(from))–\(time(until))" : "\(dayAndTime(from)) – \(dayAndTime(until))"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension String {
    /// The first `count` characters, with a sign that there were more.
    func shortened(_ count: Int) -> String { self.count > count ? prefix(count - 1) + "…" : self }

    /// A word as a shell takes it.
    var shellWord: String {
        let plain =
            !isEmpty
            && utf8.allSatisfy { byte in
                byte.isDigit || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
                    || "-_./:+=@,".utf8.contains(byte)
            }
        return plain && !hasPrefix("-") ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
