// SPDX-License-Identifier: MIT

package import Model

extension Answer {
    /// How long to wait before the next request, from `Retry-After` (RFC 9110, section 10.2.3).
    ///
    /// It is a number of seconds, or a moment; the answer's own `Date` says how far off that is,
    /// because the provider's clock made both.
    package var retryAfterSeconds: Double? {
        guard let text = header("Retry-After")?.trimmed else { return nil }
        if let seconds = Double(plain: text) { return seconds }
        guard let moment = HTTPDate.seconds(text) else { return nil }
        guard let now = header("Date").flatMap({ HTTPDate.seconds($0.trimmed) }) else { return nil }
        return Double(max(0, moment - now))
    }
}

extension Double {
    /// More than a lifetime is no pause but a mistake; it must not overflow a deadline.
    static let pauseSecondsMax = 1e9

    /// Reads plain digits with an optional decimal part, as some servers send.
    init?(plain text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }),
            text.utf8.count <= 30, let value = Double(text)
        else { return nil }
        self = min(value, Self.pauseSecondsMax)
    }
}

/// The three spellings of a date in HTTP (RFC 9110, section 5.6.7), all in UTC.
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Seconds since 1970.
    static func seconds(_ text: String) -> Int64? {
        var words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }
        guard let weekday = words.first, weekday.utf8.allSatisfy({ !$0.isDigit }) else {
            return nil
        }
        words.removeFirst()
        if words.last == "gmt" { words.removeLast() }
        guard words.count == 4 else { return nil }
        // Sun Nov  6 08:49:37 1994 is the asctime spelling; the others begin with the day.
        let isClassic = words[0].utf8.allSatisfy { !$0.isDigit }
        return isClassic
            ? seconds(day: words[1], month: words[0], year: words[3], time: words[2])
            : seconds(day: words[0], month: words[1], year: words[2], time: words[3])
    }

    private static func seconds(
        day: Substring, month: Substring, year: Substring, time: Substring
    ) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false)
            .map { Int64(digits: Array($0.utf8)) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60,
            let monthIndex = months.firstIndex(of: String(month)),
            let number = Int64(digits: Array(year.utf8)), number <= 9999,
            let dayNumber = Int64(digits: Array(day.utf8)), dayNumber <= 31,
            let date = CivilDate(
                year: year.count == 2 ? number + (number < 70 ? 2000 : 1900) : number,
                month: Int64(monthIndex + 1), day: dayNumber)
        else { return nil }
        return date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
    }
}

extension String {
    /// Without the blanks, no-break blanks and byte order marks around it.
    var trimmed: String {
        let scalars = unicodeScalars
        func isMargin(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar == "\u{FEFF}"
        }
        guard let first = scalars.firstIndex(where: { !isMargin($0) }),
            let last = scalars.lastIndex(where: { !isMargin($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
