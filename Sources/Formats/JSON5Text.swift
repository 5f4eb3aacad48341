// SPDX-License-Identifier: MIT

/// How JSON5 spells blanks, keys and strings.
extension JSON.Parser5 {
    /// Steps over white space and comments.
    mutating func skipBlank() throws(JSON.Fault) {
        while let scalar = peek() {
            if scalar == "/", peek(1) == "/" {
                skipLine()
            } else if scalar == "/", peek(1) == "*" {
                try skipComment()
            } else if Self.isBlank(scalar) {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func skipLine() {
        while let scalar = peek(), !Self.endsLine(scalar) { advance() }
    }

    private mutating func skipComment() throws(JSON.Fault) {
        let start = offset
        for _ in 0..<2 { advance() }
        while !takes("*/") {
            guard peek() != nil else {
                throw JSON.Fault(offset: start, what: "this comment has no end")
            }
            advance()
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\u{B}", "\u{C}", "\r", " ", "\u{A0}", "\u{FEFF}", "\u{2028}", "\u{2029}":
            true
        default: !scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator
        }
    }

    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\u{2028}", "\u{2029}"].contains(scalar)
    }
}

extension JSON.Parser5 {
    /// A key without quotes: an ECMAScript 5.1 IdentifierName.
    mutating func identifier() throws(JSON.Fault) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = peek() {
            if scalar == "\\" {
                let start = offset
                advance()
                guard peek() == "u" else { throw JSON.Fault(offset: start, what: "no escape") }
                let escaped = try unicodeEscape(from: start)
                guard Self.isIdentifier(escaped, first: name.isEmpty) else {
                    throw JSON.Fault(offset: start, what: "this character needs a quoted key")
                }
                name.append(escaped)
            } else if Self.isIdentifier(scalar, first: name.isEmpty) {
                name.append(scalar)
                advance()
            } else {
                break
            }
        }
        guard !name.isEmpty else { throw expected("a key") }
        return String(name)
    }

    private static func isIdentifier(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        if scalar == "$" || scalar == "_" { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .letterNumber:
            return true
        case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation:
            return !first
        default: return !first && (scalar == "\u{200C}" || scalar == "\u{200D}")
        }
    }
}

extension JSON.Parser5 {
    mutating func string() throws(JSON.Fault) -> String {
        let start = offset
        let quote = peek()
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = peek(), scalar != quote {
            if scalar == "\n" || scalar == "\r" {
                throw JSON.Fault(
                    offset: start, what: "this string has no closing quote on its line")
            }
            guard offset - start <= limits.tokenBytesMax else {
                throw limits.tokenTooLong("this string", at: start)
            }
            if scalar == "\\" {
                if let escaped = try escape() { text.append(escaped) }
            } else {
                text.append(scalar)
                advance()
            }
        }
        guard peek() != nil else {
            throw JSON.Fault(offset: start, what: "this string has no closing quote")
        }
        advance()
        return String(text)
    }

    /// What an escape stands for; nil for a line continued on the next one.
    private mutating func escape() throws(JSON.Fault) -> Unicode.Scalar? {
        let start = offset
        advance()
        guard let scalar = peek() else {
            throw JSON.Fault(offset: start, what: "the text ends inside an escape")
        }
        if scalar == "u" { return try unicodeEscape(from: start) }
        if scalar == "x" { return try byteEscape(from: start) }
        if Self.endsLine(scalar) {
            if !takes("\r\n") { advance() }
            return nil
        }
        let followedByDigit = peek(1).map { ("0"..."9").contains($0) } ?? false
        guard !("1"..."9").contains(scalar), scalar != "0" || !followedByDigit else {
            throw JSON.Fault(offset: start, what: "an escape may not be a number")
        }
        advance()
        return Self.simpleEscapes[scalar] ?? scalar
    }

    private static let simpleEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}", "0": "\u{0}",
    ]

    private mutating func byteEscape(from start: Int) throws(JSON.Fault) -> Unicode.Scalar {
        advance()
        guard let unit = hexDigits(2) else {
            throw JSON.Fault(offset: start, what: "\\x needs two hexadecimal digits")
        }
        return Unicode.Scalar(UInt8(truncatingIfNeeded: unit))
    }

    /// Reads `uXXXX`, or a pair with its second half's backslash; the first one is behind us.
    private mutating func unicodeEscape(from start: Int) throws(JSON.Fault) -> Unicode.Scalar {
        advance()
        guard let first = hexDigits(4) else {
            throw JSON.Fault(offset: start, what: "\\u needs four hexadecimal digits")
        }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, takes("\\u"), let second = hexDigits(4),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else {
            throw JSON.Fault(
                offset: start, what: "half of a surrogate pair: it stands for no character")
        }
        return scalar
    }

    private mutating func hexDigits(_ count: Int) -> UInt32? {
        var unit: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = peek(), scalar.isASCII,
                let digit = Character(scalar).hexDigitValue
            else { return nil }
            unit = unit << 4 | UInt32(digit)
            advance()
        }
        return unit
    }
}
