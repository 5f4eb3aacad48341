// SPDX-License-Identifier: MIT

import Model

extension JSON {
    /// How strings, numbers and words are spelled (RFC 8259, sections 3, 6 and 7).
    enum Text {}
}

extension JSON.Text {
    /// A string token: the bytes between its quotes, and whether anything in it is escaped.
    struct Token {
        var content: Range<Int>
        var isEscaped: Bool
        var isASCII: Bool
        var end: Int { content.upperBound + 1 }
    }

    /// Finds the end of the string whose opening quote stands at `start`, and checks its escapes.
    static func string(
        _ bytes: Span<UInt8>, at start: Int, limits: JSON.Limits
    ) throws(JSON.Fault) -> Token {
        var index = start + 1
        var isEscaped = false
        var isASCII = true
        while true {
            isASCII = JSON.Word.skip(bytes, &index) && isASCII
            guard index < bytes.count else { break }
            switch bytes[index] {
            case JSON.Byte.quote:
                guard index - start <= limits.tokenBytesMax else {
                    throw limits.tokenTooLong("this string", at: start)
                }
                return Token(content: start + 1..<index, isEscaped: isEscaped, isASCII: isASCII)
            case JSON.Byte.backslash:
                isEscaped = true
                index = try escapeEnd(bytes, at: index)
            case let byte:
                throw JSON.Fault(offset: index, what: unescapedControl(byte))
            }
        }
        if index - start > limits.tokenBytesMax {
            throw limits.tokenTooLong("this string", at: start)
        }
        throw JSON.Fault(
            offset: start, what: "this string has no closing quote", reachedEnd: true)
    }

    private static func unescapedControl(_ byte: UInt8) -> String {
        "control character U+00\([byte].hex.uppercased()) in a string must be escaped"
    }

    /// The index after the escape at `start`; a surrogate pair is one escape.
    private static func escapeEnd(
        _ bytes: Span<UInt8>, at start: Int
    ) throws(JSON.Fault) -> Int {
        guard start + 1 < bytes.count else {
            throw JSON.Fault(offset: start, what: "the text ends inside an escape")
        }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            return try unicodeEscape(bytes, at: start).end
        default:
            throw JSON.Fault(
                offset: start, what: "\\\(JSON.Byte.name(bytes[start + 1])) is no escape")
        }
    }

    /// Reads `\uXXXX` or a pair of them.
    static func unicodeEscape(
        _ bytes: Span<UInt8>, at start: Int
    ) throws(JSON.Fault) -> (scalar: Unicode.Scalar, end: Int) {
        guard let first = hexUnit(bytes, at: start) else {
            throw JSON.Fault(offset: start, what: "\\u needs four hexadecimal digits")
        }
        if let scalar = Unicode.Scalar(first) { return (scalar, start + 6) }
        guard first < 0xDC00, let second = hexUnit(bytes, at: start + 6),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else {
            throw JSON.Fault(
                offset: start, what: "half of a surrogate pair: it stands for no character")
        }
        return (scalar, start + 12)
    }

    private static func hexUnit(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
        guard start + 6 <= bytes.count, bytes[start] == JSON.Byte.backslash,
            bytes[start + 1] == UInt8(ascii: "u")
        else { return nil }
        return hexNumber(bytes, start + 2..<start + 6)
    }

    /// The number that up to eight hexadecimal digits spell.
    static func hexNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
        var unit: UInt32 = 0
        for index in range {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}

extension JSON.Text {
    /// The text of a string token; its UTF-8 is checked here.
    static func text(_ bytes: Span<UInt8>, _ token: Token) throws(JSON.Fault) -> String {
        try checkUTF8(bytes, token)
        guard token.isEscaped else { return slice(bytes, token.content) }
        var result: [UInt8] = []
        result.reserveCapacity(token.content.count)
        try unescape(bytes, token.content, into: &result)
        return String(decoding: result, as: UTF8.self)
    }

    static func slice(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    static func checkUTF8(_ bytes: Span<UInt8>, _ token: Token) throws(JSON.Fault) {
        if !token.isASCII { try checkUTF8(bytes, token.content) }
    }

    static func checkUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSON.Fault) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.extracting(range))
        } catch {
            throw JSON.Fault(
                offset: range.lowerBound + error.byteOffsets.lowerBound, what: "not valid UTF-8")
        }
    }

    /// Appends what the content of a string token stands for.
    static func unescape(
        _ bytes: Span<UInt8>, _ content: Range<Int>, into result: inout [UInt8]
    ) throws(JSON.Fault) {
        var index = content.lowerBound
        while index < content.upperBound {
            guard bytes[index] == JSON.Byte.backslash, index + 1 < content.upperBound else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if bytes[index + 1] == UInt8(ascii: "u") {
                let (scalar, end) = try unicodeEscape(bytes, at: index)
                result.append(contentsOf: Array(String(Character(scalar)).utf8))
                index = end
            } else {
                result.append(escaped(bytes[index + 1]))
                index += 2
            }
        }
    }

    private static func escaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}

extension JSON.Text {
    /// The index after the number that starts at `start`.
    static func numberEnd(
        _ bytes: Span<UInt8>, at start: Int, limits: JSON.Limits
    ) throws(JSON.Fault) -> Int {
        var index = start
        if index < bytes.count, bytes[index] == JSON.Byte.minus { index += 1 }
        let whole = index
        try skipDigits(bytes, &index, after: "a digit must follow the minus")
        if bytes[whole] == JSON.Byte.zero, index > whole + 1 {
            throw JSON.Fault(offset: whole, what: "a number may not start with a zero")
        }
        if index < bytes.count, bytes[index] == JSON.Byte.dot {
            index += 1
            try skipDigits(bytes, &index, after: "a digit must follow the decimal point")
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count,
                bytes[index] == JSON.Byte.plus || bytes[index] == JSON.Byte.minus
            {
                index += 1
            }
            try skipDigits(bytes, &index, after: "a digit must follow the exponent's e")
        }
        guard index - start <= limits.tokenBytesMax else {
            throw limits.tokenTooLong("this number", at: start)
        }
        return index
    }

    private static func skipDigits(
        _ bytes: Span<UInt8>, _ index: inout Int, after rule: String
    ) throws(JSON.Fault) {
        let start = index
        while index < bytes.count, JSON.Byte.isDigit(bytes[index]) { index += 1 }
        if index == start { throw JSON.Fault(offset: index, what: rule) }
    }

    /// Whether the text is a number as JSON spells it.
    static func isNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let end = try? numberEnd(bytes.span, at: 0, limits: .standard)
        return end == bytes.count
    }

    /// Whether `word` stands at `start`.
    static func has(_ word: StaticString, _ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        return word.withUTF8Buffer { letters in
            for (place, letter) in letters.enumerated() where bytes[start + place] != letter {
                return false
            }
            return true
        }
    }
}
