// SPDX-License-Identifier: MIT

import Model

extension Timestamp {
    /// In UTC, such as `2026-11-20 02:41`.
    var toTheMinute: String { String(description.prefix(16)).replacing("T", with: " ") }
    /// In UTC, such as `2026-11-20 02:41:07`.
    var toTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }
}

extension ItemState {
    /// The state as a person says it.
    var words: String { Self.told[self] ?? rawValue }

    private static let told = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, $0.rawValue.replacing("_", with: " ")) })
}

/// Moments as the clocks of a zone show them.
struct LocalTime {
    let zone: Zone

    private func shifted(_ moment: Timestamp) -> Timestamp {
        moment.adding(milliseconds: zone.offsetSeconds(at: moment) * 1000)
    }

    /// A day such as `20 Nov 2026`.
    func day(_ moment: Timestamp) -> String {
        let day = shifted(moment).day
        return "\(Self.words(day)) \(day.components.year)"
    }

    /// A day such as `4 Dec`; with its year where that is another than the moment's `beside` it.
    func day(_ moment: Timestamp, beside other: Timestamp) -> String {
        let day = shifted(moment).day
        return day.components.year == shifted(other).day.components.year
            ? Self.words(day) : self.day(moment)
    }

    /// A day without its year, such as `4 Dec`.
    static func words(_ day: CivilDate) -> String {
        let (_, month, day) = day.components
        return "\(day) \(months[Int(month) - 1])"
    }

    /// A time such as `02:41`.
    func time(_ moment: Timestamp) -> String {
        String(shifted(moment).description.dropFirst(11).prefix(5))
    }

    /// The ends of a chart: with seconds where minutes would not tell them apart.
    func ends(_ from: Timestamp, _ until: Timestamp) -> (String, String) {
        let isShort = until.milliseconds - from.milliseconds < 600_000
        let count = isShort ? 8 : 5
        return (
            String(shifted(from).description.dropFirst(11).prefix(count)),
            String(shifted(until).description.dropFirst(11).prefix(count))
        )
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
}
