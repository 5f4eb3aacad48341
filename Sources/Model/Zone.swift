// SPDX-License-Identifier: MIT

/// A time zone: how far its clocks are from UTC at any moment.
///
/// What an age in calendar days is, and when 06:00 comes, is a matter of law that changes; it is
/// read from the system's zone files (TZif, RFC 8536).
package struct Zone: Sendable, Equatable {
    package let name: String
    /// From each moment on (seconds since 1970, ascending) the offset beside it holds.
    let transitions: [Int64]
    let offsets: [Int32]
    /// What holds before the first transition.
    let initialOffset: Int32
    /// What holds after the last transition; nil keeps the last offset.
    let rule: ZoneRule?

    package static let utc = Zone(
        name: "UTC", transitions: [], offsets: [], initialOffset: 0, rule: nil)

    package init(
        name: String, transitions: [Int64], offsets: [Int32], initialOffset: Int32,
        rule: ZoneRule?
    ) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
        self.initialOffset = initialOffset
        self.rule = rule
    }
}

extension Zone {
    /// A stretch of time without a change of the clocks, in seconds since 1970.
    package struct Span: Sendable, Equatable {
        package var from: Int64
        /// The first second that no longer belongs to it.
        package var until: Int64
        package var offsetSeconds: Int64

        package func contains(_ second: Int64) -> Bool { second >= from && second < until }
    }

    /// The stretch that `second` lies in.
    package func span(at second: Int64) -> Span {
        let index = transitions.partitioningIndex { $0 > second }
        if index == transitions.count, let rule {
            let span = rule.span(at: second)
            return Span(
                from: max(span.from, transitions.last ?? .min), until: span.until,
                offsetSeconds: span.offsetSeconds)
        }
        return Span(
            from: index == 0 ? .min : transitions[index - 1],
            until: index == transitions.count ? .max : transitions[index],
            offsetSeconds: Int64(index == 0 ? initialOffset : offsets[index - 1]))
    }

    /// Seconds to add to UTC.
    package func offsetSeconds(at moment: Timestamp) -> Int64 {
        span(at: moment.milliseconds.floorDivided(by: 1000)).offsetSeconds
    }

    /// The calendar day that this zone's clocks show.
    package func day(of moment: Timestamp) -> CivilDate {
        moment.adding(milliseconds: offsetSeconds(at: moment) * 1000).day
    }

    /// What this zone's clocks show, to the minute.
    package func timeOfDay(of moment: Timestamp) -> TimeOfDay? {
        let local = moment.milliseconds.floorDivided(by: 1000) + offsetSeconds(at: moment)
        let minutes = Int((local - local.floorDivided(by: 86_400) * 86_400) / 60)
        return TimeOfDay(hour: minutes / 60, minute: minutes % 60)
    }

    /// The first time after a moment that this zone's clocks show that time of day.
    package func next(_ time: TimeOfDay, after moment: Timestamp) -> Timestamp {
        let day = day(of: moment)
        let second = Int64(time.minutes) * 60
        let today = self.moment(day, secondOfDay: second)
        if today > moment { return today }
        return self.moment(
            CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1), secondOfDay: second)
    }

    /// The first moment at which this zone's clocks show that day and time, or have passed it.
    package func moment(_ day: CivilDate, secondOfDay: Int64) -> Timestamp {
        let local = day.daysSinceEpoch * 86_400 + secondOfDay
        let candidates = [local - 86_400, local + 86_400].map { span(at: $0).offsetSeconds }
        let moments = candidates.map { local - $0 }.filter {
            $0 + span(at: $0).offsetSeconds == local
        }
        // In the hour that spring leaves out, the clocks jump over the time: take the jump.
        let jump = span(at: local - (candidates.min() ?? 0)).from
        return Timestamp(milliseconds: (moments.min() ?? jump) * 1000)
    }
}

extension Array {
    /// The first index whose element fulfils `isAfter`, if all that do stand at the end.
    func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
