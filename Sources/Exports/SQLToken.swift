// SPDX-License-Identifier: MIT

import Model

/// One token of a rule, cut as SQLite cuts it.
struct SQLToken: Equatable {
    enum Kind: Equatable {
        case word
        /// In double quotes, backticks or brackets: always a name.
        case name
        case string
        case number
        case symbol
        case parameter
        /// A quote or a comment that does not end, or a byte that SQL does not know.
        case broken
    }

    var kind: Kind
    /// As it is written; a quoted name without its quotes.
    var text: String
    /// Its bytes in the expression.
    var range: Range<Int>

    func isWord(_ word: String) -> Bool { kind == .word && text.lowercased() == word }
    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

/// Cuts a rule into tokens; comments and blanks are left out.
struct SQLLexer {
    private let bytes: [UInt8]
    private var place = 0

    static func tokens(of expression: String) -> [SQLToken] {
        var lexer = SQLLexer(bytes: Array(expression.utf8))
        var tokens: [SQLToken] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func at(_ offset: Int) -> UInt8? {
        place + offset < bytes.count ? bytes[place + offset] : nil
    }

    private mutating func next() -> SQLToken? {
        if let open = skipBlanks() { return open }
        guard let byte = at(0) else { return nil }
        switch byte {
        case UInt8(ascii: "'"): return quoted(.string, until: byte)
        case UInt8(ascii: "\""), UInt8(ascii: "`"): return quoted(.name, until: byte)
        case UInt8(ascii: "["): return quoted(.name, until: UInt8(ascii: "]"))
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"),
            UInt8(ascii: "#"):
            return token(.parameter, 1)
        case _ where byte.isDigit: return number()
        case UInt8(ascii: ".") where at(1)?.isDigit == true: return number()
        case _ where Self.isNamePart(byte): return word()
        default: return symbol()
        }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isDigit || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte > 0x7F
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }

    private mutating func token(_ kind: SQLToken.Kind, _ count: Int) -> SQLToken {
        let range = place..<min(place + count, bytes.count)
        place = range.upperBound
        return SQLToken(
            kind: kind, text: String(decoding: bytes[range], as: UTF8.self), range: range)
    }

    /// Steps over blanks and comments; a comment that does not end is a token.
    private mutating func skipBlanks() -> SQLToken? {
        while let byte = at(0) {
            if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
                place += 1
            } else if byte == UInt8(ascii: "-"), at(1) == byte {
                while at(0) != nil, at(0) != 0x0A { place += 1 }
            } else if byte == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
                let start = place
                place += 2
                while at(0) != nil, !(at(0) == UInt8(ascii: "*") && at(1) == UInt8(ascii: "/")) {
                    place += 1
                }
                guard at(0) != nil else {
                    place = start
                    return token(.broken, bytes.count - start)
                }
                place += 2
            } else {
                return nil
            }
        }
        return nil
    }

    private mutating func quoted(_ kind: SQLToken.Kind, until close: UInt8) -> SQLToken {
        var end = place + 1
        var content: [UInt8] = []
        while end < bytes.count {
            if bytes[end] == close {
                guard end + 1 < bytes.count, bytes[end + 1] == close, close != UInt8(ascii: "]")
                else { break }
                end += 1
            }
            content.append(bytes[end])
            end += 1
        }
        guard end < bytes.count else { return token(.broken, bytes.count - place) }
        var result = token(kind, end + 1 - place)
        if kind == .name { result.text = String(decoding: content, as: UTF8.self) }
        return result
    }

    private mutating func number() -> SQLToken {
        var end = place
        while end < bytes.count {
            let isSign = bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+")
            let isExponent = isSign && end > place && bytes[end - 1] | 0x20 == UInt8(ascii: "e")
            guard Self.isNamePart(bytes[end]) || bytes[end] == UInt8(ascii: ".") || isExponent
            else { break }
            end += 1
        }
        return token(.number, end - place)
    }

    private mutating func word() -> SQLToken {
        let end = bytes[place...].firstIndex { !Self.isNamePart($0) } ?? bytes.count
        // x'00' is a blob, a text of bytes.
        if end - place == 1, bytes[place] | 0x20 == UInt8(ascii: "x"), at(1) == UInt8(ascii: "'") {
            place += 1
            return quoted(.string, until: UInt8(ascii: "'"))
        }
        return token(.word, end - place)
    }

    private static let symbols = ["->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"]

    private mutating func symbol() -> SQLToken {
        for symbol in Self.symbols where bytes[place...].starts(with: symbol.utf8) {
            return token(.symbol, symbol.utf8.count)
        }
        let known = "()+-*/%&|~<>=,.;"
        return token(known.utf8.contains(bytes[place]) ? .symbol : .broken, 1)
    }
}
