// SPDX-License-Identifier: MIT

/// One escape of JSON, of addresses and forms, or of HTML.
struct Escape {
    let bytes: [UInt8]
    let length: Int

    /// The escape that begins there; nil where none does.
    init?(_ text: [UInt8], at place: Int) {
        let found =
            switch text[place] {
            case UInt8(ascii: "%"): Self.byte(text, at: place + 1, length: 3)
            case UInt8(ascii: "&"): Self.entity(text, at: place)
            default: Self.backslash(text, at: place)
            }
        guard let found else { return nil }
        (bytes, length) = found
    }

    private typealias Found = (bytes: [UInt8], length: Int)

    private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt32? {
        // A sign is no digit, though a number may begin with one.
        guard digits.first.map({ $0 >= UInt8(ascii: "0") }) == true else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
    }

    private static func hex(_ text: [UInt8], at place: Int, digits: Int) -> UInt32? {
        guard place + digits <= text.count else { return nil }
        return number(text[place..<place + digits], radix: 16)
    }

    private static func byte(_ text: [UInt8], at place: Int, length: Int) -> Found? {
        hex(text, at: place, digits: 2).map { ([UInt8($0)], length) }
    }

    private static func utf8(_ code: UInt32) -> [UInt8]? {
        Unicode.Scalar(code).map { Array(String(Character($0)).utf8) }
    }
}

// MARK: JSON and JavaScript
extension Escape {
    private static func backslash(_ text: [UInt8], at place: Int) -> Found? {
        guard place + 1 < text.count else { return nil }
        switch text[place + 1] {
        case UInt8(ascii: "u"): return unicode(text, at: place)
        case UInt8(ascii: "x"): return byte(text, at: place + 2, length: 4)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return ([text[place + 1]], 2)
        default: return nil
        }
    }

    private static func unicode(_ text: [UInt8], at place: Int) -> Found? {
        guard let code = hex(text, at: place + 2, digits: 4) else { return nil }
        guard (0xd800..<0xdc00).contains(code) else { return utf8(code).map { ($0, 6) } }
        guard place + 8 <= text.count, text[place + 6] == UInt8(ascii: "\\"),
            text[place + 7] == UInt8(ascii: "u"),
            let low = hex(text, at: place + 8, digits: 4), (0xdc00..<0xe000).contains(low)
        else { return nil }
        return utf8(0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)).map { ($0, 12) }
    }
}

// MARK: HTML
extension Escape {
    private static let entityBytesMax = 12

    private static func entity(_ text: [UInt8], at place: Int) -> Found? {
        let reach = text[(place + 1)..<min(text.count, place + entityBytesMax)]
        guard let end = reach.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = text[(place + 1)..<end]
        let bytes = name.first == UInt8(ascii: "#") ? numeric(name.dropFirst()) : named(name)
        return bytes.map { ($0, end + 1 - place) }
    }

    private static func numeric(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        let isHex = digits.first.map { $0 | 0x20 } == UInt8(ascii: "x")
        let code = isHex ? number(digits.dropFirst(), radix: 16) : number(digits, radix: 10)
        return code.flatMap(utf8)
    }

    private static func named(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        names[String(decoding: name, as: UTF8.self)].map { [$0] }
    }

    /// Those of ASCII that a secret can hold.
    private static let names: [String: UInt8] = [
        "amp": 0x26, "AMP": 0x26, "lt": 0x3c, "LT": 0x3c, "gt": 0x3e, "GT": 0x3e,
        "quot": 0x22, "QUOT": 0x22, "apos": 0x27, "excl": 0x21, "num": 0x23, "dollar": 0x24,
        "percnt": 0x25, "lpar": 0x28, "rpar": 0x29, "ast": 0x2a, "midast": 0x2a, "plus": 0x2b,
        "comma": 0x2c, "period": 0x2e, "sol": 0x2f, "colon": 0x3a, "semi": 0x3b,
        "equals": 0x3d, "quest": 0x3f, "commat": 0x40, "lsqb": 0x5b, "lbrack": 0x5b,
        "bsol": 0x5c, "rsqb": 0x5d, "rbrack": 0x5d, "Hat": 0x5e, "lowbar": 0x5f,
        "grave": 0x60, "lcub": 0x7b, "lbrace": 0x7b, "verbar": 0x7c, "vert": 0x7c,
        "rcub": 0x7d, "rbrace": 0x7d,
    ]
}
