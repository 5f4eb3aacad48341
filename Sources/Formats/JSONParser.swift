// SPDX-License-Identifier: MIT

extension JSON {
    /// Reads one document into values.
    ///
    /// It calls itself for each level, never deeper than `limits.depthMax`.
    struct Parser {
        let limits: Limits
        private var index = 0
        private var depth = 0

        init(limits: Limits) { self.limits = limits }

        mutating func document(_ bytes: Span<UInt8>) throws(Fault) -> Value {
            if Text.has("\u{FEFF}", bytes, at: 0) { index = 3 }
            let value = try value(bytes)
            skipSpace(bytes)
            guard index == bytes.count else {
                throw Fault(
                    offset: index,
                    what: "\(Byte.name(bytes[index])) after the end of the document")
            }
            return value
        }

        /// The value that starts at `start`, and the index after it.
        mutating func value(
            _ bytes: Span<UInt8>, at start: Int
        ) throws(Fault) -> (value: Value, end: Int) {
            index = start
            let value = try value(bytes)
            return (value, index)
        }

        private mutating func value(_ bytes: Span<UInt8>) throws(Fault) -> Value {
            skipSpace(bytes)
            guard index < bytes.count else { throw ends(expected: "a value") }
            switch bytes[index] {
            case Byte.openBrace: return .object(try members(bytes))
            case Byte.openBracket: return .array(try elements(bytes))
            case Byte.quote: return .string(try string(bytes))
            case Byte.minus, Byte.zero...Byte.nine: return .number(try number(bytes))
            default: return try word(bytes)
            }
        }

        private mutating func word(_ bytes: Span<UInt8>) throws(Fault) -> Value {
            if Text.has("true", bytes, at: index) {
                index += 4
                return .bool(true)
            } else if Text.has("false", bytes, at: index) {
                index += 5
                return .bool(false)
            } else if Text.has("null", bytes, at: index) {
                index += 4
                return .null
            }
            throw expected("a value", bytes)
        }

        private mutating func string(_ bytes: Span<UInt8>) throws(Fault) -> String {
            let token = try Text.string(bytes, at: index, limits: limits)
            index = token.end
            return try Text.text(bytes, token)
        }

        private mutating func number(_ bytes: Span<UInt8>) throws(Fault) -> String {
            let start = index
            index = try Text.numberEnd(bytes, at: start, limits: limits)
            return Text.slice(bytes, start..<index)
        }

        private mutating func elements(_ bytes: Span<UInt8>) throws(Fault) -> [Value] {
            try enter()
            defer { depth -= 1 }
            var values: [Value] = []
            if closes(with: Byte.closeBracket, bytes) { return values }
            repeat {
                values.append(try value(bytes))
            } while try goesOn(until: Byte.closeBracket, bytes)
            return values
        }

        private mutating func members(_ bytes: Span<UInt8>) throws(Fault) -> [Member] {
            try enter()
            defer { depth -= 1 }
            var members: [Member] = []
            var names = Names()
            if closes(with: Byte.closeBrace, bytes) { return members }
            repeat {
                let name = try name(bytes, &names)
                members.append(Member(name, try value(bytes)))
            } while try goesOn(until: Byte.closeBrace, bytes)
            return members
        }

        private mutating func name(
            _ bytes: Span<UInt8>, _ names: inout Names
        ) throws(Fault) -> String {
            skipSpace(bytes)
            guard index < bytes.count else { throw ends(expected: "a key") }
            guard bytes[index] == Byte.quote else { throw expected("a key in quotes", bytes) }
            let start = index
            let name = try string(bytes)
            guard names.insert(name) else { throw Names.twice(name, at: start) }
            skipSpace(bytes)
            guard index < bytes.count else { throw ends(expected: "a colon") }
            guard bytes[index] == Byte.colon else {
                throw expected("a colon after the key", bytes)
            }
            index += 1
            return name
        }

        /// Steps over the comma; false when the closing bracket came instead.
        private mutating func goesOn(
            until close: UInt8, _ bytes: Span<UInt8>
        ) throws(Fault) -> Bool {
            if closes(with: close, bytes) { return false }
            let wanted = "a comma or \(Byte.name(close))"
            guard index < bytes.count else { throw ends(expected: wanted) }
            guard bytes[index] == Byte.comma else { throw expected(wanted, bytes) }
            index += 1
            return true
        }

        private mutating func closes(with close: UInt8, _ bytes: Span<UInt8>) -> Bool {
            skipSpace(bytes)
            guard index < bytes.count, bytes[index] == close else { return false }
            index += 1
            return true
        }

        private mutating func enter() throws(Fault) {
            guard depth < limits.depthMax else { throw limits.tooDeep(at: index) }
            depth += 1
            index += 1
        }

        private mutating func skipSpace(_ bytes: Span<UInt8>) {
            while index < bytes.count, Byte.isSpace(bytes[index]) { index += 1 }
        }

        private func expected(_ wanted: String, _ bytes: Span<UInt8>) -> Fault {
            Fault(offset: index, what: "\(Byte.name(bytes[index])) where \(wanted) should be")
        }

        private func ends(expected wanted: String) -> Fault {
            Fault(
                offset: index, what: "the text ends where \(wanted) should be", reachedEnd: true)
        }
    }
}
