// SPDX-License-Identifier: MIT

/// A calendar day in the proleptic Gregorian calendar.
package struct CivilDate: Sendable, Hashable, Comparable {
    package let daysSinceEpoch: Int64

    package init(daysSinceEpoch: Int64) { self.daysSinceEpoch = daysSinceEpoch }

    /// The day, or nil where the calendar has no such day.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), (1...9999).contains(year), day >= 1,
            day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        // Years begin in March, so that the leap day is the last of its year and 400 years are
        // one even cycle of 146,097 days.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
    }

    package var components: (year: Int64, month: Int64, day: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    package static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CivilDate: CustomStringConvertible {
    /// The day as `2026-11-20`.
    package var description: String {
        let (year, month, day) = components
        guard 0...9999 ~= year else {
            return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
        }
        // A plan writes one for every row: in place, without four texts on the way.
        return String(unsafeUninitializedCapacity: 10) { space in
            for (place, two) in [(0, year / 100), (2, year % 100), (5, month), (8, day)] {
                space[place] = UInt8(ascii: "0") + UInt8(two / 10)
                space[place + 1] = UInt8(ascii: "0") + UInt8(two % 10)
            }
            (space[4], space[7]) = (UInt8(ascii: "-"), UInt8(ascii: "-"))
            return 10
        }
    }

    /// Reads `2026-11-20`, nothing else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Int64(digits: bytes[..<4]), let month = Int64(digits: bytes[5..<7]),
            let day = Int64(digits: bytes[8...])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
