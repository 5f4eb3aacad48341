// SPDX-License-Identifier: MIT

package import Model

/// Reads the dates of an export as calendar days of one time zone.
package struct DateReader: Sendable {
    package enum Reading: Sendable, Equatable {
        case none
        /// Days since 1970-01-01.
        case day(Int64)
        case unreadable
        /// It needs `dateOrder` to be read at all.
        case ambiguous
    }

    /// A number of days that a spreadsheet would write for the years 1954 to 2119.
    static let serialDays = 20_000...80_000

    package let zone: Zone
    package let order: DateOrder?
    /// The stretch of clock time the last moment was in; exports are near together in time.
    private var span: Zone.Span
    /// Some date was a serial number of a spreadsheet.
    package private(set) var sawSerial = false

    package init(zone: Zone, order: DateOrder? = nil) {
        self.zone = zone
        self.order = order
        span = zone.span(at: 0)
    }

    package mutating func read(_ text: String) -> Reading {
        var text = text.trimmed
        return text.withUTF8 { read(UnsafeRawBufferPointer($0)) }
    }

    /// Reads trimmed text.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        guard !bytes.isEmpty else { return .none }
        if bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") {
            return readISO(bytes)
        }
        return readOther(bytes)
    }

    /// Two digits at a place, or -1.
    @inline(__always)
    private static func two(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int64 {
        let (tens, ones) = (bytes[place] &- 48, bytes[place + 1] &- 48)
        return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : -1
    }
}

extension DateReader {
    /// `YYYY-MM-DD`, alone or with a time, with an offset or in the clock time of the zone.
    private mutating func readISO(_ bytes: UnsafeRawBufferPointer) -> Reading {
        let (century, year) = (Self.two(bytes, 0), Self.two(bytes, 2))
        guard century >= 0, year >= 0,
            let date = CivilDate(
                year: century * 100 + year, month: Self.two(bytes, 5), day: Self.two(bytes, 8))
        else { return .unreadable }
        if bytes.count == 10 { return .day(date.daysSinceEpoch) }
        guard bytes.count >= 16,
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":")
        else { return .unreadable }
        let (hour, minute) = (Self.two(bytes, 11), Self.two(bytes, 14))
        guard (0...24).contains(hour), (0...59).contains(minute) else { return .unreadable }
        var place = 16
        guard let second = Self.seconds(bytes, &place) else { return .unreadable }
        guard place < bytes.count else { return .day(date.daysSinceEpoch) }
        guard let offset = Self.offset(bytes, place) else { return .unreadable }
        let moment =
            date.daysSinceEpoch * 86_400 + (hour * 60 + minute - offset) * 60 + second
        return .day(localDay(moment))
    }

    /// `:SS` with any fraction, where it stands; a minute alone is allowed.
    private static func seconds(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> Int64? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return 0 }
        guard bytes.count >= place + 3 else { return nil }
        let second = two(bytes, place + 1)
        guard (0...60).contains(second) else { return nil }
        place += 3
        guard place < bytes.count,
            bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: ",")
        else { return second }
        place += 1
        let start = place
        while place < bytes.count, bytes[place].isDigit { place += 1 }
        return place > start ? second : nil
    }

    /// Minutes east of UTC: `Z`, `+01:00`, `+0100`, `+01`, after an optional blank.
    private static func offset(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int64? {
        var place = start
        if bytes[place] == UInt8(ascii: " ") { place += 1 }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
        guard let sign = rest.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return rest.count == 1 ? 0 : nil }
        if rest.elementsEqual("UTC".utf8) || rest.elementsEqual("GMT".utf8) { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            [3, 5, 6].contains(rest.count), rest.count != 6 || rest[3] == UInt8(ascii: ":")
        else { return nil }
        let hours = two(rest, 1)
        let minutes = rest.count == 3 ? 0 : two(rest, rest.count - 2)
        guard (0...18).contains(hours), (0...59).contains(minutes) else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private mutating func localDay(_ second: Int64) -> Int64 {
        if !span.contains(second) { span = zone.span(at: second) }
        return (second + span.offsetSeconds).floorDivided(by: 86_400)
    }
}

extension DateReader {
    private mutating func readOther(_ bytes: UnsafeRawBufferPointer) -> Reading {
        if let serial = Self.serial(bytes) {
            sawSerial = true
            // Day 0 of Excel's calendar, once its 29 February 1900 that never was is past.
            return .day(serial - 25_569)
        }
        if bytes.count == 8, bytes.allSatisfy(\.isDigit) { return compact(bytes) }
        return separated(String(decoding: bytes, as: UTF8.self))
    }

    /// `46011` or `46011.75`: days since the end of 1899.
    private static func serial(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let whole = bytes.prefix { $0.isDigit }
        let rest = bytes.dropFirst(whole.count)
        guard whole.count == 5, rest.isEmpty || rest.first == UInt8(ascii: ".") && rest.count > 1,
            rest.dropFirst().allSatisfy(\.isDigit), let days = Int64(digits: Array(whole)),
            serialDays.contains(Int(days))
        else { return nil }
        return days
    }

    private func compact(_ bytes: UnsafeRawBufferPointer) -> Reading {
        CivilDate(
            year: Self.two(bytes, 0) * 100 + Self.two(bytes, 2), month: Self.two(bytes, 4),
            day: Self.two(bytes, 6)
        ).map { .day($0.daysSinceEpoch) } ?? .unreadable
    }

    /// `5/3/2026 1:00 AM`, `05.03.2026`, `5-3-2026`, and `2026/03/05`.
    private func separated(_ text: String) -> Reading {
        let pieces = text.split(separator: " ", maxSplits: 1)
        guard let date = pieces.first,
            let mark = ["/", ".", "-"].first(where: { date.contains($0) }),
            pieces.count == 1 || Self.isTime(pieces[1])
        else { return .unreadable }
        let numbers = date.split(separator: mark, omittingEmptySubsequences: false)
            .map { $0.utf8.count <= 4 ? Int64(digits: Array($0.utf8)) : nil }
        guard numbers.count == 3, let first = numbers[0], let second = numbers[1],
            let third = numbers[2]
        else { return .unreadable }
        if first > 999 { return day(first, second, third) }
        guard third > 999 else { return .unreadable }
        return ordered(first, second, year: third)
    }

    private func ordered(_ first: Int64, _ second: Int64, year: Int64) -> Reading {
        switch order {
        case .dayFirst: day(year, second, first)
        case .monthFirst: day(year, first, second)
        // Only one of the two can be a month.
        case nil where first > 12 && second <= 12: day(year, second, first)
        case nil where second > 12 && first <= 12: day(year, first, second)
        case nil: .ambiguous
        }
    }

    private func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Reading {
        CivilDate(year: year, month: month, day: day).map { .day($0.daysSinceEpoch) }
            ?? .unreadable
    }

    /// `1:00`, `13:00:05`, `1:00 AM`: only its form matters, the day is already known.
    private static func isTime(_ text: Substring) -> Bool {
        var text = text.uppercased()
        for suffix in [" AM", " PM", "AM", "PM"] where text.hasSuffix(suffix) {
            text.removeLast(suffix.count)
            break
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }
    }
}
