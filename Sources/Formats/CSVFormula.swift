// SPDX-License-Identifier: MIT

/// The guard against cells that a spreadsheet would take for a formula.
///
/// A guarded cell has one apostrophe in front; taking it away gives back exactly what was there,
/// because a text that begins with an apostrophe is guarded itself.
extension CSV {
    static let apostrophe = UInt8(ascii: "'")

    /// Begins like a formula and is no plain number.
    package static func looksLikeFormula(_ content: UnsafeRawBufferPointer) -> Bool {
        switch content.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), tab, carriageReturn, apostrophe: true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): !isPlainNumber(content.dropFirst())
        case 0xEF: wideSigns.contains { content.starts(with: $0.utf8) }
        default: false
        }
    }

    /// Where people write wide letters, a spreadsheet takes these for the plain ones.
    private static let wideSigns = ["＝", "＠", "＋", "－"]

    /// Whether a cell carries the guard, so that its first byte is to be left out.
    package static func isGuarded(_ content: UnsafeRawBufferPointer) -> Bool {
        content.first == apostrophe
            && looksLikeFormula(UnsafeRawBufferPointer(rebasing: content.dropFirst()))
    }

    package static func withGuard(_ text: String) -> String {
        var text = text
        let needed = text.withUTF8 { looksLikeFormula(UnsafeRawBufferPointer($0)) }
        return needed ? "'" + text : text
    }

    package static func withoutGuard(_ text: String) -> String {
        var text = text
        let isThere = text.withUTF8 { isGuarded(UnsafeRawBufferPointer($0)) }
        return isThere ? String(text.dropFirst()) : text
    }

    /// Digits with at most one decimal point among them.
    private static func isPlainNumber(_ digits: Slice<UnsafeRawBufferPointer>) -> Bool {
        let points = digits.count { $0 == UInt8(ascii: ".") }
        return points <= 1 && digits.count > points
            && digits.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) }
    }
}
