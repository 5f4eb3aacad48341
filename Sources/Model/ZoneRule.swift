// SPDX-License-Identifier: MIT

/// When a zone changes its clocks each year, as the last line of a zone file says it (POSIX TZ).
package struct ZoneRule: Sendable, Equatable {
    /// A day of the year and a time on it.
    enum Day: Sendable, Equatable {
        /// `Jn`: 1 to 365, 29 February never counted.
        case julian(Int64)
        /// `n`: 0 to 365, 29 February counted.
        case ofYear(Int64)
        /// `Mm.w.d`: weekday `d` (0 is Sunday) of week `w` (5 is the last) of month `m`.
        case weekday(month: Int64, week: Int64, day: Int64)
    }

    struct Change: Sendable, Equatable {
        var day: Day
        var second: Int64 = 7200
    }

    let standard: Int64
    /// The offset of summer time and when it begins and ends; nil where clocks never change.
    let summer: Summer?

    struct Summer: Sendable, Equatable {
        var offset: Int64
        var begins: Change
        var ends: Change
    }
}

extension ZoneRule {
    func span(at second: Int64) -> Zone.Span {
        guard let summer else {
            return Zone.Span(from: .min, until: .max, offsetSeconds: standard)
        }
        let day = (second + standard).floorDivided(by: 86_400)
        let year = CivilDate(daysSinceEpoch: day).components.year
        let changes = (year - 1...year + 1).flatMap { year in
            [
                (summer.begins.second(in: year) - standard, summer.offset),
                (summer.ends.second(in: year) - summer.offset, standard),
            ]
        }.sorted { $0.0 < $1.0 }
        let next = changes.partitioningIndex { $0.0 > second }
        guard next > 0, next < changes.count else {
            return Zone.Span(from: second, until: second + 1, offsetSeconds: standard)
        }
        return Zone.Span(
            from: changes[next - 1].0, until: changes[next].0,
            offsetSeconds: changes[next - 1].1)
    }
}

extension ZoneRule.Change {
    /// The local second since 1970 at which it happens in that year.
    func second(in year: Int64) -> Int64 { dayNumber(in: year) * 86_400 + second }

    private func dayNumber(in year: Int64) -> Int64 {
        let first = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0
        let isLeap = CivilDate.length(ofMonth: 2, in: year) == 29
        switch day {
        case .julian(let number): return first + number - 1 + (isLeap && number > 59 ? 1 : 0)
        case .ofYear(let number): return first + number
        case .weekday(let month, let week, let day):
            let start = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? first
            // 1 January 1970 was a Thursday.
            let weekday = (start + 4) - (start + 4).floorDivided(by: 7) * 7
            let length = CivilDate.length(ofMonth: month, in: year)
            var offset = (day - weekday + 7) % 7 + (week - 1) * 7
            if offset >= length { offset -= 7 }
            return start + offset
        }
    }
}

extension ZoneRule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; nil for anything that is not such a rule.
    package init?(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8)[...])
        guard scanner.name(), let west = scanner.time() else { return nil }
        standard = -west
        if scanner.bytes.isEmpty {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = standard + 3600
        if scanner.bytes.first != UInt8(ascii: ",") {
            guard let west = scanner.time() else { return nil }
            offset = -west
        }
        guard let begins = scanner.change(), let ends = scanner.change(), scanner.bytes.isEmpty
        else { return nil }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }

    private struct Scanner {
        var bytes: ArraySlice<UInt8>

        mutating func take(_ byte: UInt8) -> Bool {
            guard bytes.first == byte else { return false }
            bytes.removeFirst()
            return true
        }

        /// A name of letters, or anything in angle brackets.
        mutating func name() -> Bool {
            if take(UInt8(ascii: "<")) {
                bytes = bytes.drop { $0 != UInt8(ascii: ">") }
                return take(UInt8(ascii: ">"))
            }
            let before = bytes.count
            bytes = bytes.drop { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 }
            return before - bytes.count >= 3
        }

        mutating func number() -> Int64? {
            let digits = bytes.prefix { $0.isDigit }
            bytes = bytes.dropFirst(digits.count)
            return digits.count <= 3 ? Int64(digits: digits) : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time() -> Int64? {
            let isNegative = take(UInt8(ascii: "-"))
            if !isNegative { _ = take(UInt8(ascii: "+")) }
            guard var seconds = number().map({ $0 * 3600 }) else { return nil }
            for unit: Int64 in [60, 1] where take(UInt8(ascii: ":")) {
                guard let part = number() else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            guard take(UInt8(ascii: ",")), let day = day() else { return nil }
            guard take(UInt8(ascii: "/")) else { return Change(day: day) }
            return time().map { Change(day: day, second: $0) }
        }

        private mutating func day() -> Day? {
            if take(UInt8(ascii: "J")) {
                return number().flatMap { (1...365).contains($0) ? .julian($0) : nil }
            }
            guard take(UInt8(ascii: "M")) else {
                return number().flatMap { (0...365).contains($0) ? .ofYear($0) : nil }
            }
            guard let month = number(), take(UInt8(ascii: ".")), let week = number(),
                take(UInt8(ascii: ".")), let day = number(), (1...12).contains(month),
                (1...5).contains(week), (0...6).contains(day)
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
    }
}
