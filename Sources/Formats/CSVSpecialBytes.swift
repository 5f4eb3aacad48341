// SPDX-License-Identifier: MIT

extension CSV {
    /// Finds the bytes that matter to the state machine, 64 at a time.
    ///
    /// Arithmetic on plain 64-bit words; every test is exact for each byte, so that a mask may be
    /// walked bit by bit. Bytes below 14 stand for LF, CR and NUL; the machine ignores the others.
    struct SpecialBytes {
        private static let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        private static let ones: UInt64 = 0x0101_0101_0101_0101
        private static let quotes = ones &* UInt64(CSV.quote)
        private let delimiters: UInt64

        init(delimiter: UInt8) { delimiters = Self.ones &* UInt64(delimiter) }

        /// One bit for each of 64 bytes that is special; walking few long masks mispredicts less
        /// often than walking many short ones.
        @inline(__always)
        func mask(_ bytes: UnsafeRawPointer) -> UInt64 {
            var result: UInt64 = 0
            for part in 0..<8 {
                let word = bytes.loadUnaligned(fromByteOffset: part * 8, as: UInt64.self)
                let high = mask(word: UInt64(littleEndian: word))
                // Gathers the eight high bits in one byte: no two products meet in a bit.
                let bits = ((high &>> 7) &* 0x0102_0408_1020_4080) &>> 56
                result |= bits &<< UInt64(part * 8)
            }
            return result
        }

        /// One high bit for each of the eight bytes that is special.
        @inline(__always)
        private func mask(word: UInt64) -> UInt64 {
            let other = nonZero(word ^ delimiters) & nonZero(word ^ Self.quotes) & notBelow14(word)
            return ~other & ~Self.low7
        }

        @inline(__always)
        private func nonZero(_ word: UInt64) -> UInt64 {
            ((word & Self.low7) &+ Self.low7) | word
        }

        @inline(__always)
        private func notBelow14(_ word: UInt64) -> UInt64 {
            ((word & Self.low7) &+ (Self.ones &* (128 - 14))) | word
        }
    }
}
