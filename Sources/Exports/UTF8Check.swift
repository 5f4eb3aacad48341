// SPDX-License-Identifier: MIT

/// Finds the first byte that cannot stand in UTF-8 (RFC 3629, table in section 4).
enum UTF8Check {
    /// The place of the first damaged sequence; nil when all is well.
    static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = firstNonASCII(in: bytes)
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = sequenceLength(in: bytes, at: index)
            guard length > 0 else { return index }
            index += length
        }
        return nil
    }

    /// Where the first byte above 0x7F stands; the count when there is none.
    static func firstNonASCII(in bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the sequence of several bytes that begins here; 0 when it is none.
    static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        let rest = (index + 1..<index + length).dropFirst()
        return rest.allSatisfy { bytes[$0] & 0xC0 == 0x80 } ? length : 0
    }
}
