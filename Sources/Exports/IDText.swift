// SPDX-License-Identifier: MIT

import Model

/// What a spreadsheet does to ids, seen in the bytes of one.
enum IDText {
    /// Excel keeps so many digits of a number and makes zeros of the others.
    static let spreadsheetDigits = 15

    /// Why these bytes can be no id; nil when nothing speaks against them.
    static func fault(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard let first = bytes.first else { return "no shipment id" }
        // Ids that begin with a letter, nearly all, are no numbers.
        guard first < 0x3A, isDecimal(bytes) else { return nil }
        let shown = String(decoding: bytes, as: UTF8.self).shortened
        return "the id \"\(shown)\" is a number that a spreadsheet rewrote: format the column as "
            + "text and export again"
    }

    /// Whether `fault` would be nil.
    @inline(__always)
    static func isSound(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return false }
        return first > 0x3A || !isDecimal(bytes)
    }

    /// Scientific form or a decimal point: `1.15292E+18`, `1751075.0`.
    private static func isDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var (points, exponents) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 48...57: break
            case UInt8(ascii: "."), UInt8(ascii: ","): points += 1
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponents += 1
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                if index > 0, bytes[index - 1] | 0x20 != UInt8(ascii: "e") { return false }
            default: return false
            }
        }
        return points <= 1 && exponents <= 1 && points + exponents > 0
            && bytes.last?.isDigit == true
    }

    /// A number of 16 digits or more whose tail is zeros: its last digits were lost.
    ///
    /// Excel leaves 15 digits; a program that reads 64-bit ids as doubles leaves 16 or 17, and so
    /// at least two zeros at the end of 19.
    static func looksRounded(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > spreadsheetDigits, bytes[bytes.count - 1] == 48 else { return false }
        return bytes.split(separator: UInt8(ascii: "/")).contains { part in
            part.count > spreadsheetDigits && part.allSatisfy(\.isDigit)
                && (part.suffix(2).allSatisfy { $0 == 48 }
                    || part.dropFirst(spreadsheetDigits).allSatisfy { $0 == 48 })
        }
    }

    /// Without the zeros in front of a whole number.
    static func withoutLeadingZeros(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.first == 48, bytes.allSatisfy(\.isDigit) else { return bytes }
        let zeros = min(bytes.prefix { $0 == 48 }.count, bytes.count - 1)
        return UnsafeRawBufferPointer(rebasing: bytes[zeros...])
    }
}
