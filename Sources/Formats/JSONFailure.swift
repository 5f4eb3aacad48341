// SPDX-License-Identifier: MIT

package import Model

extension JSON {
    /// Why a text is not the JSON it should be, and where.
    package struct Failure: Error, Equatable, Sendable {
        /// Counted from 0, in bytes of the whole input.
        package var offset: Int
        /// Counted from 1.
        package var line: Int
        /// Counted from 1, in characters (Unicode scalars) of that line.
        package var column: Int
        /// One sentence without a full stop.
        package var what: String

        package init(offset: Int, line: Int, column: Int, what: String) {
            self.offset = offset
            self.line = line
            self.column = column
            self.what = what
        }
    }

    /// A failure before anyone counted lines.
    struct Fault: Error {
        var offset: Int
        var what: String
        /// The bytes ended before the fault could be told from a text that goes on.
        var reachedEnd = false

        /// The longest token that must be seen whole: an escaped surrogate pair.
        static let lookaheadBytes = 12

        /// Whether more input could still turn this into valid JSON.
        func mayHeal(within count: Int) -> Bool {
            reachedEnd || offset + Self.lookaheadBytes > count
        }
    }
}

extension JSON.Failure {
    init(_ fault: JSON.Fault, in bytes: Span<UInt8>) {
        let place = JSON.Place(of: fault.offset, in: bytes)
        self.init(
            offset: fault.offset, line: place.line, column: place.column, what: fault.what)
    }

    /// The failure as a person reads it, with the file it happened in.
    package func problem(_ word: ErrorWord = .jsonInvalid, in file: String) -> Problem {
        Problem(word, what, at: "\(file) line \(line) column \(column) (byte \(offset))")
    }
}

extension JSON.Failure: CustomStringConvertible {
    package var description: String {
        "line \(line) column \(column) (byte \(offset)): \(what)"
    }
}

extension JSON {
    /// A line and a column, both counted from 1.
    package struct Place: Equatable, Sendable {
        package var line = 1
        package var column = 1

        package init(line: Int = 1, column: Int = 1) {
            self.line = line
            self.column = column
        }

        /// LF, CR and CRLF end a line; continuation bytes of UTF-8 are no columns.
        init(of offset: Int, in bytes: Span<UInt8>) {
            advance(over: bytes, from: 0, to: min(offset, bytes.count))
        }

        mutating func advance(over bytes: Span<UInt8>, from start: Int, to end: Int) {
            for index in start..<end {
                switch bytes[index] {
                case Byte.carriageReturn
                where index + 1 < bytes.count && bytes[index + 1] == Byte.lineFeed:
                    break
                case Byte.lineFeed, Byte.carriageReturn:
                    line += 1
                    column = 1
                case 0x80...0xBF: break
                default: column += 1
                }
            }
        }
    }
}
