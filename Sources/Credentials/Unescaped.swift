// SPDX-License-Identifier: MIT

/// A text with its escapes resolved, each byte knowing where it came from.
///
/// Every encoder escapes other characters in another spelling: what they all mean is one.
struct Unescaped {
    private(set) var bytes: [UInt8] = []
    /// Where each byte begins and ends in the text that was first given.
    private var starts: [Int] = []
    private var ends: [Int] = []

    /// Nil where the text has no escape.
    init?(_ text: [UInt8]) {
        guard text.contains(where: Self.opens) else { return nil }
        self.init(text, starts: nil, ends: nil)
    }

    private init?(_ text: [UInt8], starts: [Int]?, ends: [Int]?) {
        bytes.reserveCapacity(text.count)
        self.starts.reserveCapacity(text.count)
        self.ends.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            let escape = Self.opens(text[place]) ? Escape(text, at: place) : nil
            let length = escape?.length ?? 1
            let start = starts?[place] ?? place
            let end = ends?[place + length - 1] ?? place + length
            for byte in escape?.bytes ?? [text[place]] {
                bytes.append(byte)
                self.starts.append(start)
                self.ends.append(end)
            }
            place += length
        }
        guard bytes.count < text.count else { return nil }
    }

    /// Whether any byte may begin an escape.
    static func mayHold(_ text: Span<UInt8>) -> Bool {
        for place in text.indices where opens(text[place]) { return true }
        return false
    }

    private static func opens(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
    }

    /// The next layer; nil where this one has no escape.
    func unescapedOnce() -> Unescaped? {
        guard bytes.contains(where: Self.opens) else { return nil }
        return Unescaped(bytes, starts: starts, ends: ends)
    }

    /// Where a range of the bytes came from.
    func source(of range: Range<Int>) -> Range<Int> {
        starts[range.lowerBound]..<ends[range.upperBound - 1]
    }
}
