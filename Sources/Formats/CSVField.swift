// SPDX-License-Identifier: MIT

extension CSV {
    /// Where one field stands, counted from the first byte of its row; quotes are left out.
    ///
    /// One word, because a file of a million rows stores fifteen million of them.
    package struct Field: Sendable, Equatable {
        private static let placeBits: UInt64 = 31
        private static let placeMask: UInt64 = (1 << 31) - 1
        private let bits: UInt64

        @inline(__always)
        init(start: Int, end: Int) {
            bits =
                UInt64(truncatingIfNeeded: start) & Self.placeMask
                | (UInt64(truncatingIfNeeded: end) & Self.placeMask) << Self.placeBits
        }

        init(quotedFrom start: Int, to end: Int, isEscaped: Bool) {
            bits = Field(start: start, end: end).bits | 1 << 62 | (isEscaped ? 1 << 63 : 0)
        }

        package var start: Int { Int(bits & Self.placeMask) }
        package var end: Int { Int(bits >> Self.placeBits & Self.placeMask) }
        package var count: Int { end - start }
        /// It stood in quotes.
        package var isQuoted: Bool { bits & 1 << 62 != 0 }
        /// Quotes inside it are written twice.
        package var isEscaped: Bool { bits & 1 << 63 != 0 }
    }
}
