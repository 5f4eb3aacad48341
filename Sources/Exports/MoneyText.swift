// SPDX-License-Identifier: MIT

package import Model

/// An amount of money as people and programs write it.
package enum MoneyText: Sendable, Equatable {
    case none
    /// The currency is what the text itself says, such as `EUR` for `€12,30`.
    case amount(Amount, currency: String?)
    /// Why it cannot be read, as the end of a sentence that names the field.
    case unreadable(String)

    package init(_ text: String) {
        var text = text
        self = text.withUTF8 { MoneyText(UnsafeRawBufferPointer($0)) }
    }

    /// Reads trimmed text; plain decimals, nearly all of them, never leave the loop.
    package init(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else {
            self = .none
            return
        }
        self =
            Self.plain(bytes).map { .amount($0, currency: nil) }
            ?? Self.written(String(decoding: bytes, as: UTF8.self))
    }

    /// Digits with at most one point; nil for anything else, also for what is an amount otherwise.
    static func plain(_ bytes: UnsafeRawBufferPointer) -> Amount? {
        var units: UInt64 = 0
        var point = -1
        guard bytes.count <= 18 else { return nil }
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte.isDigit {
                units = units &* 10 &+ UInt64(byte &- 48)
            } else if byte == UInt8(ascii: "."), point < 0 {
                point = index
            } else {
                return nil
            }
        }
        let decimals = point < 0 ? 0 : bytes.count - 1 - point
        guard bytes.count > (point < 0 ? 0 : 1) else { return nil }
        return Amount(units: Int128(units), scale: decimals)
    }
}

extension MoneyText {
    private static func written(_ text: String) -> MoneyText {
        var number = text.trimmed
        let currency = takeCurrency(&number)
        guard let currency else {
            return .unreadable("\"\(text.shortened)\" names two currencies")
        }
        if isNegative(number) {
            return .unreadable("\"\(text.shortened)\" is negative")
        }
        if number.hasPrefix("+") { number.removeFirst() }
        switch decimalText(number) {
        case .success(let digits):
            guard let amount = Amount(digits) else {
                return .unreadable("\"\(text.shortened)\" has more digits than an amount has")
            }
            return .amount(amount, currency: currency.isEmpty ? nil : currency)
        case .failure(let refusal): return .unreadable("\"\(text.shortened)\" \(refusal.why)")
        }
    }

    private static let symbols: [(String, String)] = [
        ("US$", "USD"), ("CA$", "CAD"), ("C$", "CAD"), ("A$", "AUD"), ("AU$", "AUD"),
        ("NZ$", "NZD"), ("€", "EUR"), ("£", "GBP"),
        // These stand for several currencies: the column `currency` must say which.
        ("$", ""), ("¥", ""), ("kr.", ""), ("kr", ""),
    ]

    /// Takes currencies off both ends: the code, `""` when none is named, nil when two differ.
    private static func takeCurrency(_ text: inout String) -> String? {
        var found: Set<String> = []
        var last = ""
        repeat {
            last = text
            for (symbol, code) in symbols where text.hasPrefix(symbol) {
                text = String(text.dropFirst(symbol.count)).trimmed
                found.insert(code)
            }
            for (symbol, code) in symbols where text.hasSuffix(symbol) {
                text = String(text.dropLast(symbol.count)).trimmed
                found.insert(code)
            }
            if isCode(text.prefix(3)), text.dropFirst(3).first?.isLetter != true {
                found.insert(text.prefix(3).uppercased())
                text = String(text.dropFirst(3)).trimmed
            }
            if isCode(text.suffix(3)), text.dropLast(3).last?.isLetter != true {
                found.insert(text.suffix(3).uppercased())
                text = String(text.dropLast(3)).trimmed
            }
        } while text != last
        found.remove("")
        return found.count > 1 ? nil : found.first ?? ""
    }

    private static func isCode(_ text: Substring) -> Bool {
        text.count == 3 && text.allSatisfy { $0.isASCII && $0.isLetter }
    }

    private static func isNegative(_ text: String) -> Bool {
        text.hasPrefix("-") || text.hasPrefix("−") || text.hasSuffix("-")
            || text.hasPrefix("(") && text.hasSuffix(")")
    }

    private struct Refusal: Error {
        let why: String
        static let noAmount = Refusal(why: "is not an amount")
    }

    /// The number with a decimal point and without grouping, where it can only mean one thing.
    private static func decimalText(_ text: String) -> Result<String, Refusal> {
        let groupMarks: Set<Character> = [" ", "\u{A0}", "\u{202F}", "'", "’"]
        let marks = Set(text.filter { !($0.isASCII && $0.isNumber) })
        guard text.contains(where: { $0.isASCII && $0.isNumber }),
            marks.isSubset(of: groupMarks.union([".", ","])), let first = text.first,
            let last = text.last, first.isNumber || first == "." || first == ",", last.isNumber
        else { return .failure(.noAmount) }
        let decimal: Character
        switch decimalMark(text) {
        case .success(let mark): decimal = mark
        case .failure(let refusal): return .failure(refusal)
        }
        let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
        let whole = parts.first ?? ""
        let groups = whole.split(omittingEmptySubsequences: false) { !$0.isNumber }
        let groupMarksUsed = Set(whole.filter { !$0.isNumber })
        let isGrouped =
            groups.count == 1
            || groupMarksUsed.count == 1 && (1...3).contains(groups[0].count)
                && groups.dropFirst().allSatisfy { $0.count == 3 }
        guard parts.count <= 2, isGrouped,
            parts.dropFirst().allSatisfy({ $0.allSatisfy(\.isNumber) })
        else { return .failure(.noAmount) }
        return .success(
            groups.joined() + (parts.count == 2 ? "." + parts[1] : ""))
    }

    /// Which mark, if any, stands before the decimals.
    private static func decimalMark(_ text: String) -> Result<Character, Refusal> {
        let points = text.count { $0 == "." }
        let commas = text.count { $0 == "," }
        let absent: Character = "\u{0}"
        switch (points, commas) {
        case (0, 0): return .success(absent)
        case (1, 0): return .success(".")
        case (0, 1): return decimalComma(text)
        case (_, 0), (0, _): return .success(absent)
        default:
            let lastPoint = text.lastIndex(of: ".") ?? text.startIndex
            let lastComma = text.lastIndex(of: ",") ?? text.startIndex
            return .success(lastPoint > lastComma ? "." : ",")
        }
    }

    /// `12,30` has decimals and `12,345,678` groups; `1,234` could be either.
    private static func decimalComma(_ text: String) -> Result<Character, Refusal> {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let isOpen =
            parts[1].count == 3 && (1...3).contains(parts[0].count) && parts[0] != "0"
            && parts[0].allSatisfy(\.isNumber)
        return isOpen
            ? .failure(Refusal(why: "can be read as thousands or as decimals")) : .success(",")
    }
}

extension String {
    /// At most so much of a foreign value is repeated in a sentence.
    static let shownCharactersMax = 40

    var shortened: String {
        count <= Self.shownCharactersMax ? self : prefix(Self.shownCharactersMax) + "…"
    }
}
