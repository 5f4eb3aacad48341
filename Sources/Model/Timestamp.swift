// SPDX-License-Identifier: MIT

/// A moment in UTC, to the millisecond.
package struct Timestamp: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func adding(milliseconds more: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds &+ more)
    }

    package func adding(seconds more: Double) -> Timestamp {
        adding(milliseconds: Int64((more * 1000).rounded()))
    }

    package func seconds(since other: Timestamp) -> Double {
        Double(milliseconds &- other.milliseconds) / 1000
    }

    package var day: CivilDate {
        CivilDate(daysSinceEpoch: milliseconds.floorDivided(by: 86_400_000))
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, such as `2026-11-20T01:58:00.000Z`.
    package var description: String {
        let time = milliseconds - day.daysSinceEpoch * 86_400_000
        let (hour, minute) = (time / 3_600_000, time / 60_000 % 60)
        let (second, milli) = (time / 1000 % 60, time % 1000)
        return
            "\(day)T\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2)).\(milli.padded(3))Z"
    }

    /// Reads RFC 3339 with an offset or `Z`; a space instead of `T` and any fraction are allowed.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let date = CivilDate(String(text.prefix(10))),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
                || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = Int64(digits: bytes[11..<13]), let minute = Int64(digits: bytes[14..<16]),
            let second = Int64(digits: bytes[17..<19]), hour < 24, minute < 60, second < 61
        else { return nil }
        var index = 19
        var milli: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            let start = index + 1
            index = start
            while index < bytes.count, bytes[index].isDigit { index += 1 }
            guard index > start else { return nil }
            for place in 0..<3 {
                milli =
                    milli * 10 + (start + place < index ? Int64(bytes[start + place] - 48) : 0)
            }
        }
        guard let offset = Self.offsetMinutes(bytes[index...]) else { return nil }
        let seconds = (hour * 60 + minute - offset) * 60 + second
        self.init(milliseconds: date.daysSinceEpoch * 86_400_000 + seconds * 1000 + milli)
    }

    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return nil }
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") {
            return bytes.count == 1 ? 0 : nil
        }
        let rest = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count == 4,
            let hours = Int64(digits: rest[..<2]), let minutes = Int64(digits: rest[2...]),
            hours < 24, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }
}

/// The current moment, passed in so that a night can be simulated.
package protocol Clock: Sendable {
    var now: Timestamp { get }
    /// Milliseconds that never jump, for pauses and paces.
    var monotonicMilliseconds: Int64 { get }
}
