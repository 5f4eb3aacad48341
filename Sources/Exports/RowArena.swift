// SPDX-License-Identifier: MIT

/// Memory for the texts of one row that do not stand in the file as they are needed.
///
/// What it lends stays where it is until `reset`, because SQLite is told not to copy it.
struct RowArena: ~Copyable {
    private static let blockBytes = 16 << 10

    private var block: UnsafeMutableRawBufferPointer
    private var used = 0
    /// Full blocks of this row.
    private var full: [UnsafeMutableRawBufferPointer] = []

    init() { block = .allocate(byteCount: Self.blockBytes, alignment: 16) }

    deinit {
        block.deallocate()
        for block in full { block.deallocate() }
    }

    @inline(__always)
    mutating func reset() {
        used = 0
        if !full.isEmpty { release() }
    }

    private mutating func release() {
        for block in full { block.deallocate() }
        full.removeAll()
    }

    /// Space for `count` bytes.
    mutating func take(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if used + count > block.count {
            full.append(block)
            block = .allocate(byteCount: max(Self.blockBytes, count), alignment: 16)
            used = 0
        }
        defer { used += count }
        return UnsafeMutableRawBufferPointer(rebasing: block[used..<used + count])
    }

    mutating func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let space = take(bytes.count)
        space.copyMemory(from: bytes)
        return UnsafeRawBufferPointer(space)
    }

    mutating func copy(_ text: String) -> UnsafeRawBufferPointer {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }
}

extension UnsafeRawBufferPointer {
    static var empty: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Without blanks at the ends: space, controls, and the no-break spaces of spreadsheets.
    @inline(__always)
    var trimmed: UnsafeRawBufferPointer {
        guard let first, let last, first <= 0x20 || first > 0x7F || last <= 0x20 || last > 0x7F
        else { return self }
        return trimmedSlowly
    }

    private static let blanks: [[UInt8]] = [
        [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x8B], [0xEF, 0xBB, 0xBF],
    ]

    private var trimmedSlowly: UnsafeRawBufferPointer {
        var (start, end) = (0, count)
        while start < end, let width = blankWidth(self[start..<end], atEnd: false) {
            start += width
        }
        while start < end, let width = blankWidth(self[start..<end], atEnd: true) { end -= width }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    private func blankWidth(_ part: Slice<UnsafeRawBufferPointer>, atEnd: Bool) -> Int? {
        if let byte = atEnd ? part.last : part.first, byte <= 0x20 { return 1 }
        let blank = Self.blanks.first {
            atEnd ? part.suffix($0.count).elementsEqual($0) : part.starts(with: $0)
        }
        return blank?.count
    }

    package var text: String { String(decoding: self, as: UTF8.self) }
}
