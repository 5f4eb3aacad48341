// SPDX-License-Identifier: MIT

package import Model

/// A time of day on the clock of the job's time zone.
package struct TimeOfDay: Sendable, Equatable, CustomStringConvertible {
    package let hour: Int
    package let minute: Int

    /// Reads `HH:MM` from 00:00 to 23:59.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hour = Int64(digits: bytes[..<2]), let minute = Int64(digits: bytes[3...]),
            hour < 24, minute < 60
        else { return nil }
        self.hour = Int(hour)
        self.minute = Int(minute)
    }

    package var description: String { "\(Int64(hour).padded(2)):\(Int64(minute).padded(2))" }
}

/// A calendar month, as a statement covers it.
package struct Month: Sendable, Equatable, CustomStringConvertible {
    package let first: CivilDate

    /// Reads `YYYY-MM`.
    package init?(_ text: String) {
        guard text.utf8.count == 7, let first = CivilDate(text + "-01") else { return nil }
        self.first = first
    }

    package var description: String { String(first.description.prefix(7)) }
}

extension ValueKind<CivilDate> {
    package static var date: Self {
        Self(ValueForm("a date as YYYY-MM-DD", example: "2026-11-20")) { CivilDate($0) }
    }
}

extension ValueKind<Timestamp> {
    package static var moment: Self {
        Self(
            ValueForm(
                "a time with its zone as in RFC 3339", example: "2026-11-20T01:58:00Z")
        ) { Timestamp($0) }
    }
}

extension ValueKind<TimeOfDay> {
    package static var timeOfDay: Self {
        Self(ValueForm("a time of day as HH:MM", example: "06:00")) { TimeOfDay($0) }
    }
}

extension ValueKind<Month> {
    package static var month: Self {
        Self(ValueForm("a month as YYYY-MM", example: "2026-11")) { Month($0) }
    }
}
