// SPDX-License-Identifier: MIT

extension JSON {
    /// Eight bytes at a time, for the inner loops.
    enum Word {
        private static var ones: UInt64 { 0x0101_0101_0101_0101 }
        private static var highs: UInt64 { 0x8080_8080_8080_8080 }

        /// Eight bytes, the first one lowest; the load checks the bounds.
        @inline(__always)
        static func load(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
            UInt64(
                littleEndian: bytes.bytes.unsafeLoadUnaligned(
                    fromByteOffset: index, as: UInt64.self))
        }

        /// Marks the first quote, backslash or control character; the marks above it may be wrong.
        @inline(__always)
        private static func stops(_ word: UInt64) -> UInt64 {
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let isQuote = (quote &- ones) & ~quote
            let isBackslash = (backslash &- ones) & ~backslash
            let isControl = (word &- ones &* 0x20) & ~word
            return (isQuote | isBackslash | isControl) & highs
        }

        /// Steps over what a string may hold as it is; whether all of it was ASCII.
        ///
        /// It ends before a quote, a backslash, a control character, or at the end of the bytes.
        @inline(__always)
        static func skip(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
            var high: UInt64 = 0
            while index &+ 8 <= bytes.count {
                let word = load(bytes, at: index)
                let stop = stops(word)
                if stop == 0 {
                    high |= word & highs
                    index &+= 8
                    continue
                }
                // Only what stands before the stop belongs to the string.
                let before = (stop & (0 &- stop)) &- 1
                index &+= stop.trailingZeroBitCount &>> 3
                return (high | word & before) & highs == 0
            }
            return skipBytes(bytes, &index) && high == 0
        }

        private static func skipBytes(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
            var isASCII = true
            while index < bytes.count {
                let byte = bytes[index]
                if byte == Byte.quote || byte == Byte.backslash || byte < 0x20 { break }
                if byte >= 0x80 { isASCII = false }
                index &+= 1
            }
            return isASCII
        }
    }
}
