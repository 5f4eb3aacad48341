// SPDX-License-Identifier: MIT

import Model

extension JSON {
    /// Writes JSON piece by piece; commas and line breaks come by themselves.
    ///
    /// What it writes is always valid UTF-8 and validly escaped. U+2028 and U+2029 are escaped, so
    /// that the output may stand in a script.
    package struct Writer: Sendable {
        package private(set) var bytes: [UInt8] = []
        private let isPretty: Bool
        /// One entry an open array or object: whether anything stands in it yet.
        private var open: [Bool] = []
        private var isAfterKey = false

        package init(pretty: Bool = false) { isPretty = pretty }

        /// Hands over what is written so far and keeps the place, for output larger than memory.
        package mutating func takeBytes() -> [UInt8] {
            defer { bytes.removeAll(keepingCapacity: true) }
            return bytes
        }

        package mutating func beginObject() { begin(Byte.openBrace) }
        package mutating func endObject() { end(Byte.closeBrace) }
        package mutating func beginArray() { begin(Byte.openBracket) }
        package mutating func endArray() { end(Byte.closeBracket) }

        package mutating func key(_ name: String) {
            separate()
            quoted(name)
            bytes.append(Byte.colon)
            if isPretty { bytes.append(Byte.space) }
            isAfterKey = true
        }

        package mutating func string(_ text: String) {
            separate()
            quoted(text)
        }

        /// Writes a number as its text has it; a text that is no JSON number becomes a string.
        package mutating func number(_ text: String) {
            guard Text.isNumber(text) else { return string(text) }
            separate()
            bytes.append(contentsOf: text.utf8)
        }

        package mutating func number(_ value: some BinaryInteger) {
            separate()
            bytes.append(contentsOf: String(value).utf8)
        }

        package mutating func bool(_ value: Bool) { word(value ? "true" : "false") }
        package mutating func null() { word("null") }

        /// A line feed between documents, as NDJSON wants it.
        package mutating func newline() { bytes.append(Byte.lineFeed) }

        package mutating func value(_ value: Value) {
            switch value {
            case .null: null()
            case .bool(let value): bool(value)
            case .number(let text): number(text)
            case .string(let text): string(text)
            case .array(let values):
                beginArray()
                for value in values { self.value(value) }
                endArray()
            case .object(let members):
                beginObject()
                for member in members { self.member(member.name, member.value) }
                endObject()
            }
        }

        package mutating func member(_ name: String, _ value: Value) {
            key(name)
            self.value(value)
        }

        private mutating func word(_ text: String) {
            separate()
            bytes.append(contentsOf: text.utf8)
        }

        private mutating func begin(_ bracket: UInt8) {
            separate()
            bytes.append(bracket)
            open.append(false)
        }

        private mutating func end(_ bracket: UInt8) {
            let hadContent = open.popLast() ?? false
            if hadContent { breakLine() }
            bytes.append(bracket)
        }

        private mutating func separate() {
            if isAfterKey {
                isAfterKey = false
                return
            }
            guard let hasContent = open.last else { return }
            if hasContent { bytes.append(Byte.comma) }
            open[open.count - 1] = true
            breakLine()
        }

        private mutating func breakLine() {
            guard isPretty else { return }
            bytes.append(Byte.lineFeed)
            bytes.append(contentsOf: repeatElement(Byte.space, count: 2 * open.count))
        }

        private mutating func quoted(_ text: String) {
            bytes.append(Byte.quote)
            Text.escape(text, into: &bytes)
            bytes.append(Byte.quote)
        }
    }
}

extension JSON.Value {
    /// The value as JSON on one line.
    package var bytes: [UInt8] { serialized(pretty: false) }

    package func serialized(pretty: Bool) -> [UInt8] {
        var writer = JSON.Writer(pretty: pretty)
        writer.value(self)
        return writer.takeBytes()
    }
}

extension JSON.Text {
    /// Appends the text as it stands between the quotes of a JSON string.
    static func escape(_ text: String, into result: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case JSON.Byte.quote, JSON.Byte.backslash:
                result.append(JSON.Byte.backslash)
                result.append(byte)
            case 0..<0x20: result.append(contentsOf: controlEscape(byte).utf8)
            default: result.append(byte)
            }
            if byte == 0xA8 || byte == 0xA9 { escapeLineSeparator(&result) }
        }
    }

    private static func controlEscape(_ byte: UInt8) -> String {
        switch byte {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: "\\u00\([byte].hex)"
        }
    }

    /// U+2028 and U+2029 are E2 80 A8 and E2 80 A9: JSON allows them, scripts do not.
    private static func escapeLineSeparator(_ result: inout [UInt8]) {
        guard result.count >= 3, result[result.count - 2] == 0x80,
            result[result.count - 3] == 0xE2
        else { return }
        let escape = result.last == 0xA8 ? "\\u2028" : "\\u2029"
        result.replaceSubrange(result.count - 3..<result.count, with: escape.utf8)
    }
}
