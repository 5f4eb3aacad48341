// SPDX-License-Identifier: MIT

import Model

extension JSON {
    /// The bytes that JSON gives a meaning.
    enum Byte {
        static var quote: UInt8 { 0x22 }
        static var apostrophe: UInt8 { 0x27 }
        static var star: UInt8 { 0x2A }
        static var plus: UInt8 { 0x2B }
        static var comma: UInt8 { 0x2C }
        static var minus: UInt8 { 0x2D }
        static var dot: UInt8 { 0x2E }
        static var slash: UInt8 { 0x2F }
        static var zero: UInt8 { 0x30 }
        static var nine: UInt8 { 0x39 }
        static var colon: UInt8 { 0x3A }
        static var openBracket: UInt8 { 0x5B }
        static var backslash: UInt8 { 0x5C }
        static var closeBracket: UInt8 { 0x5D }
        static var openBrace: UInt8 { 0x7B }
        static var closeBrace: UInt8 { 0x7D }
        static var tab: UInt8 { 0x09 }
        static var lineFeed: UInt8 { 0x0A }
        static var carriageReturn: UInt8 { 0x0D }
        static var space: UInt8 { 0x20 }

        static func isSpace(_ byte: UInt8) -> Bool {
            byte == space || byte == lineFeed || byte == carriageReturn || byte == tab
        }

        static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

        /// How a byte reads in a message: printable ones as themselves.
        static func name(_ byte: UInt8) -> String {
            switch byte {
            case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
            case space: "a space"
            case tab: "a tab"
            case lineFeed, carriageReturn: "the end of the line"
            default: "byte 0x\([byte].hex)"
            }
        }
    }
}
