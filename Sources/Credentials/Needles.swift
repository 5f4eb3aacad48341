// SPDX-License-Identifier: MIT

/// Finds any of many byte strings in one pass (Wu and Manber's search with two-byte blocks).
///
/// Most bytes are never looked at: where the last two bytes of the window occur in no needle, the
/// window moves on by its whole length.
struct Needles {
    struct Needle {
        let bytes: [UInt8]
        let replacement: [UInt8]
        /// Too short to be told from ordinary words, so it counts only where no letter or digit
        /// stands beside it.
        let isWord: Bool
    }

    /// Below this a value is no secret any provider hands out, and would hit everywhere.
    static let bytesMin = 4
    /// Some hundred accounts whose tokens are renewed all day; the oldest go first then.
    static let needlesMax = 20_000
    static let wordBytesMax = 7
    private static let blocks = 4096
    private static let windowBytesMax = 255

    private var needles: [Needle] = []
    private var window = 0
    /// How far the window may move, by the hash of its last two bytes.
    private var shifts: [UInt8] = []
    /// The needles whose window ends with a block of that hash, the longest first.
    private var ending: [[Int]] = []

    var isEmpty: Bool { needles.isEmpty }

    /// Adds strings to look for; what is too short or already known is passed over.
    mutating func add(_ forms: [[UInt8]], replacement: [UInt8]) {
        for bytes in forms where bytes.count >= Self.bytesMin {
            if needles.contains(where: { $0.bytes == bytes }) { continue }
            needles.append(
                Needle(
                    bytes: bytes, replacement: replacement,
                    isWord: bytes.count <= Self.wordBytesMax))
        }
        needles.removeFirst(max(0, needles.count - Self.needlesMax))
        index()
    }

    private mutating func index() {
        window = min(needles.map(\.bytes.count).min() ?? 0, Self.windowBytesMax)
        guard window >= Self.bytesMin else { return }
        shifts = Array(repeating: UInt8(window - 1), count: Self.blocks)
        ending = Array(repeating: [], count: Self.blocks)
        for (number, needle) in needles.enumerated() {
            for end in 1..<window {
                let block = Self.block(needle.bytes[end - 1], needle.bytes[end])
                shifts[block] = min(shifts[block], UInt8(window - 1 - end))
            }
            ending[Self.block(needle.bytes[window - 2], needle.bytes[window - 1])].append(number)
        }
        for block in ending.indices where ending[block].count > 1 {
            ending[block].sort { needles[$0].bytes.count > needles[$1].bytes.count }
        }
    }

    private static func block(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) << 5 ^ Int(second)) & (blocks - 1)
    }

    /// Where needles stand, from left to right and without overlap.
    func matches(in bytes: Span<UInt8>) -> [(range: Range<Int>, replacement: [UInt8])] {
        var found: [(range: Range<Int>, replacement: [UInt8])] = []
        guard !needles.isEmpty else { return found }
        var end = window - 1
        while end < bytes.count {
            let block = Self.block(bytes[end - 1], bytes[end])
            let shift = Int(shifts[block])
            if shift > 0 {
                end += shift
                continue
            }
            let start = end - window + 1
            if let needle = needle(endingWith: block, at: start, in: bytes) {
                let range = start..<start + needle.bytes.count
                found.append((range, needle.replacement))
                end = range.upperBound + window - 1
            } else {
                end += 1
            }
        }
        return found
    }

    private func needle(endingWith block: Int, at start: Int, in bytes: Span<UInt8>) -> Needle? {
        for number in ending[block] where stands(needles[number], at: start, in: bytes) {
            return needles[number]
        }
        return nil
    }

    private func stands(_ needle: Needle, at start: Int, in bytes: Span<UInt8>) -> Bool {
        let end = start + needle.bytes.count
        guard end <= bytes.count else { return false }
        for (place, byte) in needle.bytes.enumerated() where bytes[start + place] != byte {
            return false
        }
        guard needle.isWord else { return true }
        return (start == 0 || !Self.isWordByte(bytes[start - 1]))
            && (end == bytes.count || !Self.isWordByte(bytes[end]))
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (0x30...0x39).contains(byte) || (0x61...0x7a).contains(letter)
    }
}
