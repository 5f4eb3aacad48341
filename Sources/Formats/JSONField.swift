// SPDX-License-Identifier: MIT

extension JSON {
    /// One flattened field of a record: where its value stands, not yet unescaped.
    package struct Field: Sendable, Equatable {
        package enum Kind: UInt8, Sendable {
            /// Text without an escape: the bytes are the text.
            case string
            /// Text with an escape in it.
            case escaped
            case number
            /// `true` or `false`.
            case word
            case null
            /// An array as it is written, brackets included.
            case list
        }

        /// The value in the buffer, without the quotes of a string.
        package var bytes: Range<Int>
        package var kind: Kind
    }

    /// A field and the record it was last seen in, so that nothing is cleared between records.
    struct Slot {
        var start = 0
        var end = 0
        var record = 0
        var kind = Field.Kind.null
    }
}
