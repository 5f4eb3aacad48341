// SPDX-License-Identifier: MIT

import Model

/// Turns whatever an export is written in into UTF-8, piece by piece.
///
/// UTF-8 passes through without a copy. Until the first byte that is not ASCII, UTF-8 and
/// Windows-1252 are the same; there it is decided, for that byte and everything after it.
final class Transcoder: ByteSource {
    static let inputBytes = 64 << 10

    private let name: String
    private let source: any ByteSource
    private(set) var encoding: Encoding
    /// True until a byte that is not ASCII was seen.
    @exclusivity(unchecked) private(set) var isASCII: Bool
    private let mayBeWindows1252: Bool
    private var pending: [UInt8] = []
    /// The first place in `pending` that was not converted yet.
    private var next = 0
    private var isAtEnd = false
    private var convertedBytes: Int64 = 0

    init(
        _ source: any ByteSource, name: String, encoding: Encoding, mayBeWindows1252: Bool
    ) {
        self.source = source
        self.name = name
        self.encoding = encoding
        self.mayBeWindows1252 = mayBeWindows1252
        isASCII = encoding == .utf8
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        switch encoding {
        case .utf8: try readPlain(into: space)
        case .windows1252, .utf16LittleEndian, .utf16BigEndian: try convert(into: space)
        }
    }
}

extension Transcoder {
    private func readPlain(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        guard isASCII, mayBeWindows1252 else { return try source.read(into: space) }
        let count = try readCarrying(into: space)
        let piece = UnsafeRawBufferPointer(rebasing: space[..<count])
        let high = UTF8Check.firstNonASCII(in: piece)
        guard high < count else { return count }
        if high > 0 {
            // Everything from here on waits for the next call, where the decision is made.
            pending = Array(piece[high...])
            return high
        }
        isASCII = false
        guard Self.isWindows1252(piece) else { return count }
        encoding = .windows1252
        pending = Array(piece)
        return try convert(into: space)
    }

    /// What waited first, then enough more that no character at its start is cut.
    private func readCarrying(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        guard !pending.isEmpty else { return try source.read(into: space) }
        var count = min(pending.count, space.count)
        space.copyBytes(from: pending[..<count])
        pending.removeFirst(count)
        while count < 4, pending.isEmpty {
            let rest = UnsafeMutableRawBufferPointer(rebasing: space[count...])
            let more = try source.read(into: rest)
            if more == 0 { break }
            count += more
        }
        return count
    }

    /// No sequence of the piece is UTF-8; a file where some are is UTF-8 with damage.
    private static func isWindows1252(_ piece: UnsafeRawBufferPointer) -> Bool {
        !piece.indices.contains {
            piece[$0] >= 0x80 && UTF8Check.sequenceLength(in: piece, at: $0) > 0
        }
    }
}

extension Transcoder {
    private func convert(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        var written = 0
        while written == 0 {
            let isEmpty = try refill()
            written =
                try encoding == .windows1252 ? convert1252(into: space) : convert16(into: space)
            if isEmpty, written == 0 { return 0 }
        }
        return written
    }

    /// Gets more input when less than one character is left; true at the end of the file.
    private func refill() throws(Problem) -> Bool {
        guard pending.count - next < 4, !isAtEnd else { return isAtEnd }
        pending.removeFirst(next)
        next = 0
        let kept = pending.count
        pending.append(contentsOf: repeatElement(0, count: Self.inputBytes))
        var result: Result<Int, Problem> = .success(0)
        pending.withUnsafeMutableBytes { all in
            let space = UnsafeMutableRawBufferPointer(rebasing: all[kept...])
            do throws(Problem) { result = .success(try source.read(into: space)) } catch {
                result = .failure(error)
            }
        }
        let count = try result.get()
        pending.removeLast(Self.inputBytes - count)
        isAtEnd = count == 0
        return isAtEnd
    }

    private func convert1252(into space: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        while next < pending.count, written + 3 <= space.count {
            written += Self.put(Windows1252.scalar(pending[next]), at: written, in: space)
            next += 1
        }
        return written
    }

    private func convert16(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        var written = 0
        while next + 2 <= pending.count, written + 4 <= space.count {
            let first = unit(at: next)
            var scalar = UInt32(first)
            var length = 2
            if first & 0xF800 == 0xD800 {
                guard next + 4 <= pending.count else { break }
                let second = unit(at: next + 2)
                guard first < 0xDC00, second & 0xFC00 == 0xDC00 else { throw notUTF16() }
                scalar = 0x10000 + (UInt32(first) & 0x3FF) << 10 + UInt32(second) & 0x3FF
                length = 4
            }
            written += Self.put(scalar, at: written, in: space)
            next += length
            convertedBytes += Int64(length)
        }
        if written == 0, isAtEnd, next < pending.count { throw notUTF16() }
        return written
    }

    private func unit(at place: Int) -> UInt16 {
        let (first, second) = (UInt16(pending[place]), UInt16(pending[place + 1]))
        return encoding == .utf16BigEndian ? first << 8 | second : second << 8 | first
    }

    private func notUTF16() -> Problem {
        Problem(
            .notATable, "it looks like UTF-16 but is not: byte \(convertedBytes) of its text",
            at: name, next: "save the export as CSV UTF-8")
    }

    /// Writes one scalar as UTF-8; the space must be large enough.
    private static func put(
        _ scalar: UInt32, at place: Int, in space: UnsafeMutableRawBufferPointer
    ) -> Int {
        let tail = { (shift: UInt32) in UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80:
            space[place] = UInt8(scalar)
            return 1
        case ..<0x800:
            space[place] = UInt8(0xC0 | scalar >> 6)
            space[place + 1] = tail(0)
            return 2
        case ..<0x10000:
            space[place] = UInt8(0xE0 | scalar >> 12)
            space[place + 1] = tail(6)
            space[place + 2] = tail(0)
            return 3
        default:
            space[place] = UInt8(0xF0 | scalar >> 18)
            space[place + 1] = tail(12)
            space[place + 2] = tail(6)
            space[place + 3] = tail(0)
            return 4
        }
    }
}
