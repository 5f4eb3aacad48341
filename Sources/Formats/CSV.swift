// SPDX-License-Identifier: MIT

/// Separated values as RFC 4180 describes them, and as programs really write them.
@usableFromInline package enum CSV {
    package static let comma = UInt8(ascii: ",")
    package static let semicolon = UInt8(ascii: ";")
    package static let tab = UInt8(ascii: "\t")
    package static let bar = UInt8(ascii: "|")

    /// The separators that are found without being told.
    package static let delimiters = [comma, semicolon, tab, bar]

    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
