// SPDX-License-Identifier: MIT

package import Model

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

extension ValueKind<Interval> {
    /// A length of time such as `30m`, `90s`, `1h30m` or `2d`.
    package static var duration: Self {
        Self(ValueForm("a length of time in ms, s, m, h or d", example: "30m")) { Interval($0) }
    }
}
