// SPDX-License-Identifier: MIT

/// How JSON5 spells numbers; they leave here in plain JSON spelling.
extension JSON.Parser5 {
    mutating func number() throws(JSON.Fault) -> String {
        let start = offset
        var sign = ""
        if takes("-") { sign = "-" } else { _ = takes("+") }
        if takes("Infinity") { return sign + "Infinity" }
        if takes("NaN") { return "NaN" }
        let text =
            takes("0x") || takes("0X") ? try hexNumber(from: start) : try decimal(from: start)
        if let next = peek(), next == "." || next == "_" || next.properties.isAlphabetic {
            throw expected("the end of the number")
        }
        return sign + text
    }

    private mutating func hexNumber(from start: Int) throws(JSON.Fault) -> String {
        let digits = takeDigits { Character($0).isHexDigit }
        guard !digits.isEmpty else { throw expected("a hexadecimal digit") }
        guard let value = UInt64(digits, radix: 16) else {
            throw JSON.Fault(
                offset: start, what: "a hexadecimal number may have at most 64 bits")
        }
        return String(value)
    }

    private mutating func decimal(from start: Int) throws(JSON.Fault) -> String {
        let whole = takeDigits()
        guard whole.count < 2 || !whole.hasPrefix("0") else {
            throw JSON.Fault(offset: start, what: "a number may not start with a zero")
        }
        var fraction = ""
        if takes(".") { fraction = takeDigits() }
        guard !whole.isEmpty || !fraction.isEmpty else { throw expected("a digit") }
        return (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
            + (try exponent())
    }

    private mutating func exponent() throws(JSON.Fault) -> String {
        guard takes("e") || takes("E") else { return "" }
        let sign = takes("-") ? "-" : takes("+") ? "+" : ""
        let digits = takeDigits()
        guard !digits.isEmpty else { throw expected("a digit of the exponent") }
        return "e\(sign)\(digits)"
    }

    private mutating func takeDigits(
        where isDigit: (Unicode.Scalar) -> Bool = { ("0"..."9").contains($0) }
    ) -> String {
        var digits = ""
        while let scalar = peek(), scalar.isASCII, isDigit(scalar),
            digits.utf8.count <= limits.tokenBytesMax
        {
            digits.unicodeScalars.append(scalar)
            advance()
        }
        return digits
    }
}
