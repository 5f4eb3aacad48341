// SPDX-License-Identifier: MIT

extension JSON {
    /// A place between the tokens of a text, and the line it is on.
    ///
    /// Here only a line feed ends a line: a CR at the end of a piece of input could be half a CRLF.
    struct Cursor {
        var index: Int
        var line = 1

        mutating func skipSpace(_ bytes: Span<UInt8>) {
            while index < bytes.count, Byte.isSpace(bytes[index]) {
                if bytes[index] == Byte.lineFeed { line += 1 }
                index += 1
            }
        }

        /// The next key of an object, with the index at its value; nil after the object's end.
        mutating func key(
            _ bytes: Span<UInt8>, _ limits: Limits, isFirst: Bool
        ) throws(Fault) -> (name: String, offset: Int)? {
            guard try goesOn(bytes, until: Byte.closeBrace, isFirst: isFirst) else { return nil }
            try expect(Byte.quote, "a key in quotes", bytes)
            let start = index
            let token = try Text.string(bytes, at: start, limits: limits)
            let name = try Text.text(bytes, token)
            index = token.end
            skipSpace(bytes)
            try expect(Byte.colon, "a colon after the key", bytes)
            index += 1
            skipSpace(bytes)
            return (name, start)
        }

        /// Steps over a comma, except before the first one; false when the bracket came instead.
        mutating func goesOn(
            _ bytes: Span<UInt8>, until close: UInt8, isFirst: Bool
        ) throws(Fault) -> Bool {
            skipSpace(bytes)
            if index < bytes.count, bytes[index] == close {
                index += 1
                return false
            }
            if !isFirst {
                try expect(Byte.comma, "a comma or \(Byte.name(close))", bytes)
                index += 1
                skipSpace(bytes)
            }
            guard index < bytes.count else { throw Self.ends(at: index, "a value") }
            return true
        }

        func expect(
            _ byte: UInt8, _ wanted: @autoclosure () -> String, _ bytes: Span<UInt8>
        ) throws(Fault) {
            guard index < bytes.count else { throw Self.ends(at: index, wanted()) }
            guard bytes[index] == byte else {
                throw Fault(
                    offset: index, what: "\(Byte.name(bytes[index])) where \(wanted()) should be")
            }
        }

        private static func ends(at index: Int, _ wanted: String) -> Fault {
            Fault(
                offset: index, what: "the text ends where \(wanted) should be", reachedEnd: true)
        }
    }
}
