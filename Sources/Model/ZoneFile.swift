// SPDX-License-Identifier: MIT

import Glibc

extension Zone {
    package static let folder = "/usr/share/zoneinfo"
    /// The largest zone file is under 4 KiB; what is much longer is none.
    static let fileBytesMax = 256 << 10

    /// Reads a zone of the system, such as `America/Chicago`.
    ///
    /// - Throws: A problem that names the zone; the caller knows where it was written.
    package init(named name: String) throws(Problem) {
        if ["UTC", "Etc/UTC", "Z"].contains(name) {
            self = .utc
            return
        }
        let isPlain = name.utf8.allSatisfy {
            $0.isDigit || ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) || "/_+-".utf8.contains($0)
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("/"),
            let bytes = Self.read("\(Self.folder)/\(name)"), let zone = Zone(name, tzif: bytes)
        else {
            throw Problem(
                .jobInvalid, "there is no time zone \"\(name)\" on this system",
                next: "write a name such as UTC or Europe/Berlin; they are the files in "
                    + Self.folder)
        }
        self = zone
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: fileBytesMax)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { space in
                Glibc.read(file, space.baseAddress.map { $0 + count }, space.count - count)
            }
            if more < 0 { return nil }
            if more == 0 { return Array(bytes[..<count]) }
            count += more
        }
        return nil
    }
}

extension Zone {
    /// Takes a zone file apart: the part with 64-bit times, and the rule after it.
    init?(_ name: String, tzif bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0), first.version >= UInt8(ascii: "2"),
            let header = Header(bytes, at: first.end(timeBytes: 4))
        else { return nil }
        let times = header.start
        let types = times + header.timeCount * 8
        let infos = types + header.timeCount
        guard header.typeCount > 0, header.end(timeBytes: 8) < bytes.count else { return nil }
        var offsets: [Int32] = []
        for index in 0..<header.timeCount {
            let type = Int(bytes[types + index])
            guard type < header.typeCount else { return nil }
            offsets.append(Int32(truncatingIfNeeded: Self.integer(bytes, infos + type * 6, 4)))
        }
        let transitions = (0..<header.timeCount).map { Self.integer(bytes, times + $0 * 8, 8) }
        let footer = bytes[(header.end(timeBytes: 8) + 1)...].prefix { $0 != 0x0A }
        self.init(
            name: name, transitions: transitions, offsets: offsets,
            initialOffset: Int32(truncatingIfNeeded: Self.integer(bytes, infos, 4)),
            rule: ZoneRule(String(decoding: footer, as: UTF8.self)))
    }

    /// A signed big-endian integer; the caller made sure that its bytes are there.
    private static func integer(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int64 {
        let bits = bytes[place..<place + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return count == 8
            ? Int64(bitPattern: bits) : Int64(Int32(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }

    private struct Header {
        static let bytes = 44
        let version: UInt8
        let start: Int
        /// Counts in the order of the file: UT flags, standard flags, leap seconds, times, types,
        /// letters.
        let counts: [Int]

        init?(_ bytes: [UInt8], at place: Int) {
            guard place + Self.bytes <= bytes.count,
                bytes[place..<place + 4].elementsEqual("TZif".utf8)
            else { return nil }
            version = bytes[place + 4]
            start = place + Self.bytes
            counts = (0..<6).map { Int(Zone.integer(bytes, place + 20 + $0 * 4, 4)) }
            let isSound = counts.allSatisfy { (0...bytes.count).contains($0) }
            guard isSound, end(timeBytes: 4) <= bytes.count else { return nil }
        }

        var timeCount: Int { counts[3] }
        var typeCount: Int { counts[4] }

        func end(timeBytes: Int) -> Int {
            start + timeCount * (timeBytes + 1) + typeCount * 6 + counts[5]
                + counts[2] * (timeBytes + 4) + counts[1] + counts[0]
        }
    }
}
