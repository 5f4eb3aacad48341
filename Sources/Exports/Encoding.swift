// SPDX-License-Identifier: MIT

/// How the characters of an export are written.
package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16, little-endian"
    case utf16BigEndian = "UTF-16, big-endian"
    case windows1252 = "Windows-1252"

    /// The encoding that the first bytes show, and the length of the byte order mark.
    ///
    /// Windows-1252 shows itself only at the first byte that is not ASCII, which may come late.
    static func seen(in head: UnsafeRawBufferPointer) -> (Encoding, markBytes: Int) {
        let start = Array(head.prefix(4))
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if start.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if start.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        guard start.count == 4 else { return (.utf8, 0) }
        // Two ASCII characters with a zero byte each are no accident.
        let isText = start.map { $0 != 0 && $0 < 0x80 }
        if isText == [true, false, true, false], start[1] == 0, start[3] == 0 {
            return (.utf16LittleEndian, 0)
        }
        if isText == [false, true, false, true], start[0] == 0, start[2] == 0 {
            return (.utf16BigEndian, 0)
        }
        return (.utf8, 0)
    }
}

/// Windows-1252 as the WHATWG encoding standard has it: Latin-1 with characters at 0x80 to 0x9F.
enum Windows1252 {
    private static let high: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]

    static func scalar(_ byte: UInt8) -> UInt32 {
        (0x80...0x9F).contains(byte) ? UInt32(high[Int(byte) - 0x80]) : UInt32(byte)
    }
}
