// SPDX-License-Identifier: MIT

/// A length of time as the job and the options write it: `26h`, `30m`, `1s`, `250ms`, `1h30m`.
package struct Interval: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    /// Nothing in this program waits longer than ten years; a longer text is a slip of the finger.
    package static let daysMax: Int64 = 3650
    package static let millisecondsMax = daysMax * 86_400_000

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func seconds(_ count: Int64) -> Interval {
        Interval(milliseconds: count * 1000)
    }
    package static func hours(_ count: Int64) -> Interval { seconds(count * 3600) }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Reads one or more numbers with their units, the larger unit first; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        var total: Int64 = 0
        var units = Self.units[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isDigit)
            let letters = rest.dropFirst(digits.count).prefix { !$0.isDigit }
            guard digits.count <= 12, let count = Int64(digits: digits),
                let place = units.firstIndex(where: { Array($0.name.utf8) == Array(letters) })
            else { return nil }
            let (part, overflow) = count.multipliedReportingOverflow(by: units[place].milliseconds)
            guard !overflow, part <= Self.millisecondsMax else { return nil }
            total += part
            units = units[(place + 1)...]
            rest = rest.dropFirst(digits.count + letters.count)
        }
        guard total <= Self.millisecondsMax else { return nil }
        self.init(milliseconds: total)
    }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
}

extension Interval: CustomStringConvertible {
    /// The shortest text that reads back as the same length: `26h`, `1h30m`.
    ///
    /// Days show only where they are whole, because people write 26h and not 1d2h.
    package var description: String {
        if milliseconds == 0 { return "0s" }
        var rest = milliseconds
        var text = ""
        for unit in Self.units where unit.name != "d" || rest % unit.milliseconds == 0 {
            let count = rest / unit.milliseconds
            rest -= count * unit.milliseconds
            if count > 0 { text += "\(count)\(unit.name)" }
        }
        return text
    }
}
