// SPDX-License-Identifier: MIT

package import Model

/// A month of the calendar, as books are kept by it.
package struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Months since the year 0.
    let number: Int64

    init(number: Int64) { self.number = number }

    /// The month a day lies in.
    package init(of day: CivilDate) {
        let (year, month, _) = day.components
        number = year * 12 + month - 1
    }

    /// Reads `2026-11`.
    package init?(_ text: String) {
        guard text.utf8.count == 7, let day = CivilDate(text + "-01") else { return nil }
        self.init(of: day)
    }

    package var next: CalendarMonth { CalendarMonth(number: number + 1) }

    package var first: CivilDate {
        CivilDate(
            year: number.floorDivided(by: 12), month: number - number.floorDivided(by: 12) * 12 + 1,
            day: 1)
            ?? CivilDate(daysSinceEpoch: 0)
    }

    package var last: CivilDate { CivilDate(daysSinceEpoch: next.first.daysSinceEpoch - 1) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package var description: String { String(first.description.prefix(7)) }
}
