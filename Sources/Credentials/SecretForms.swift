// SPDX-License-Identifier: MIT

import Model

/// The ways one secret may come back in an answer or a message.
enum SecretForms {
    /// Every spelling that is searched for, the plain one first.
    ///
    /// Escapes of single bytes are found by `Unescaped`, however they are written; the forms below
    /// are the usual ones and those no decoding gives back.
    static func all(of secret: [UInt8]) -> [[UInt8]] {
        [
            secret,
            FormEncoding.encode(secret), lowerCaseEscapes(FormEncoding.encode(secret)),
            FormEncoding.encode(secret, blank: "%20"),
            jsonEscaped(secret, slashes: false), jsonEscaped(secret, slashes: true),
            jsonEscaped(secret, slashes: true, unicode: true),
            upperCaseEscapes(jsonEscaped(secret, slashes: true, unicode: true)),
        ] + otherCase(secret) + (0..<3).flatMap { base64Inside(secret, offset: $0) }
    }

    /// Servers lower the names of headers and whole addresses; some show codes in capitals.
    ///
    /// What is short might be an ordinary word then.
    private static func otherCase(_ secret: [UInt8]) -> [[UInt8]] {
        guard secret.count > Needles.wordBytesMax else { return [] }
        let lower = secret.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        let upper = secret.map { (0x61...0x7a).contains($0) ? $0 & 0xdf : $0 }
        return [lower, upper].flatMap { [$0, plusForBlank($0)] } + [plusForBlank(secret)]
    }

    private static func plusForBlank(_ secret: [UInt8]) -> [UInt8] {
        secret.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }
    }

    private static func lowerCaseEscapes(_ encoded: [UInt8]) -> [UInt8] {
        var result = encoded
        for index in encoded.indices where encoded[index] == UInt8(ascii: "%") {
            for place in index + 1..<min(index + 3, encoded.count)
            where (0x41...0x46).contains(encoded[place]) {
                result[place] |= 0x20
            }
        }
        return result
    }

    /// The same with `\u002B` for `\u002b`.
    private static func upperCaseEscapes(_ escaped: [UInt8]) -> [UInt8] {
        var result = escaped
        for index in escaped.indices where escaped[index...].starts(with: Array("\\u00".utf8)) {
            for place in index + 4..<min(index + 6, escaped.count)
            where (0x61...0x66).contains(escaped[place]) {
                result[place] &= 0xdf
            }
        }
        return result
    }

    /// The value inside a JSON string; some servers escape slashes or all but letters and digits.
    private static func jsonEscaped(
        _ secret: [UInt8], slashes: Bool, unicode: Bool = false
    ) -> [UInt8] {
        secret.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "/") where slashes: return [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "+"), UInt8(ascii: "'"), UInt8(ascii: "="):
                return unicode ? Array("\\u00\([byte].hex)".utf8) : [byte]
            default: return [byte]
            }
        }
    }

    /// The base64 digits that the secret alone decides when `offset` bytes stand before it.
    ///
    /// So the password of an echoed Basic header is found whatever the user name is.
    private static func base64Inside(_ secret: [UInt8], offset: Int) -> [[UInt8]] {
        let padded = [UInt8](repeating: 0, count: offset) + secret
        let digits = Array(padded.base64.utf8.prefix { $0 != UInt8(ascii: "=") })
        // A digit holds six bits; those that share a byte with a neighbour are left out.
        let first = (offset * 8 + 5) / 6
        let last = padded.count * 8 / 6
        guard first < last else { return [] }
        let inside = Array(digits[first..<last])
        // Too few digits could stand anywhere by chance.
        guard inside.count >= 8 else { return [] }
        let urlSafe = inside.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        return [inside, urlSafe]
    }
}
