// SPDX-License-Identifier: MIT

/// Eight bytes at a time; the inner loops of the reader of exports.
extension JSON.Shapes {
    /// Whether the gap of `edge` stands at `index`.
    ///
    /// The caller has checked that the gap and eight bytes more are there.
    @inline(__always)
    func stands(_ edge: Edge, _ bytes: Span<UInt8>, at index: Int) -> Bool {
        let word = JSON.Text.word(bytes, at: index)
        if (word ^ edge.head) & edge.mask != 0 { return false }
        return edge.count <= 8 || tailStands(edge, bytes, at: index)
    }

    @inline(__always)
    private func tailStands(_ edge: Edge, _ bytes: Span<UInt8>, at index: Int) -> Bool {
        let gap = gaps.span
        let start = Int(edge.start)
        let last = Int(edge.count) - 8
        var step = 8
        while step < last {
            if JSON.Text.word(bytes, at: index + step) != JSON.Text.word(gap, at: start + step) {
                return false
            }
            step += 8
        }
        return JSON.Text.word(bytes, at: index + last) == JSON.Text.word(gap, at: start + last)
    }
}

extension JSON.Text {
    /// Eight bytes, the first one lowest.
    @inline(__always)
    static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
        precondition(index >= 0 && index + 8 <= bytes.count)
        return UInt64(
            littleEndian: bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: index, as: UInt64.self))
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// The high bit of the lowest byte that is zero; bytes above it may be marked wrongly.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    /// Marks the first quote, backslash or control character.
    @inline(__always)
    private static func stops(_ word: UInt64) -> UInt64 {
        zeros(word ^ (ones &* 0x22)) | zeros(word ^ (ones &* 0x5C))
            | ((word &- ones &* 0x20) & ~word & highs)
    }

    /// The string whose opening quote stands at `start`; nil when the slow way must look at it.
    @inline(__always)
    static func quickString(
        _ bytes: Span<UInt8>, at start: Int, limits: JSON.Limits
    ) -> (end: Int, isEscaped: Bool)? {
        var index = start + 1
        var high: UInt64 = 0
        while index + 8 <= bytes.count {
            let word = word(bytes, at: index)
            let stop = stops(word)
            high |= word & highs
            if stop == 0 {
                index += 8
                continue
            }
            index += stop.trailingZeroBitCount >> 3
            guard bytes[index] == JSON.Byte.quote, high == 0,
                index - start <= limits.tokenBytesMax
            else { return slowString(bytes, at: start, limits: limits) }
            return (index + 1, false)
        }
        return nil
    }

    @inline(never)
    private static func slowString(
        _ bytes: Span<UInt8>, at start: Int, limits: JSON.Limits
    ) -> (end: Int, isEscaped: Bool)? {
        guard let token = try? string(bytes, at: start, limits: limits),
            (try? checkUTF8(bytes, token.content)) != nil
        else { return nil }
        return (token.end, token.isEscaped)
    }
}
