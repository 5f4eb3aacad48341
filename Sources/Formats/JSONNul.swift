// SPDX-License-Identifier: MIT

import Glibc

/// Finds the NUL that a JSON text can only write as an escape.
///
/// SQL takes a text as ended there: a rule would not see what follows it.
extension JSON.Fault {
    /// The fault of a record that holds one; a record without a backslash is looked through once.
    init?(nulIn bytes: Span<UInt8>, _ record: Range<Int>) {
        let found = bytes.withUnsafeBytes { Self.nul(in: $0, record) }
        guard let found else { return nil }
        self.init(offset: found, what: "a NUL (\\u0000), which would hide what follows it")
    }

    private static func nul(in bytes: UnsafeRawBufferPointer, _ record: Range<Int>) -> Int? {
        var index = record.lowerBound
        while let start = bytes.baseAddress,
            let found = memchr(
                start + index, Int32(JSON.Byte.backslash), max(0, record.upperBound - index))
        {
            index = UnsafeRawPointer(found) - start
            if bytes[index...].prefix(escape.count).elementsEqual(escape) { return index }
            // The byte behind a backslash belongs to it, also where it is one itself.
            index = min(index + 2, record.upperBound)
        }
        return nil
    }

    private static let escape = Array(#"\u0000"#.utf8)
}
