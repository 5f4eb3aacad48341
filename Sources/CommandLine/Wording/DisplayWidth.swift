// SPDX-License-Identifier: MIT

extension String {
    /// How many columns of a terminal the text takes.
    ///
    /// glibc's wcwidth answers only under a UTF-8 locale, which cron does not have.
    package var displayWidth: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }

    /// The text cut to so many columns; what was cut shows as `…`.
    package func cut(toColumns columns: Int) -> String {
        guard displayWidth > columns else { return self }
        var result = String.UnicodeScalarView()
        var used = 0
        for scalar in unicodeScalars {
            guard used + scalar.displayWidth < columns else { break }
            used += scalar.displayWidth
            result.append(scalar)
        }
        return columns > 0 ? String(result) + "…" : ""
    }

    func padded(toColumns columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - displayWidth))
    }
}

extension Unicode.Scalar {
    /// Two for the wide characters of East Asia and emoji, none for what stands on another.
    var displayWidth: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.wide.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// The blocks UAX #11 calls wide or full-width, in coarse ranges.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
