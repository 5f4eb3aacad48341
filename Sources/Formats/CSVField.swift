// SPDX-License-Identifier: MIT

extension CSV {
    /// Where one field stands, counted from the first byte of its row; quotes are left out.
    ///
    /// One word, because a file of a million rows stores fifteen million of them.
    @usableFromInline package struct Field: Sendable, Equatable {
        @usableFromInline static let placeBits: UInt64 = 31
        @usableFromInline static let placeMask: UInt64 = (1 << 31) - 1
        @usableFromInline let bits: UInt64

        @inline(__always)
        init(start: Int, end: Int) {
            bits =
                UInt64(truncatingIfNeeded: start) & Self.placeMask
                | (UInt64(truncatingIfNeeded: end) & Self.placeMask) << Self.placeBits
        }

        init(quotedFrom start: Int, to end: Int, isEscaped: Bool) {
            bits = Field(start: start, end: end).bits | 1 << 62 | (isEscaped ? 1 << 63 : 0)
        }

        @inlinable package var start: Int { Int(bits & Self.placeMask) }
        @inlinable package var end: Int { Int(bits >> Self.placeBits & Self.placeMask) }
        @inlinable package var count: Int { end - start }
        /// It stood in quotes.
        @inlinable package var isQuoted: Bool { bits & 1 << 62 != 0 }
        /// Quotes inside it are written twice.
        @inlinable package var isEscaped: Bool { bits & 1 << 63 != 0 }
    }
}
