// SPDX-License-Identifier: MIT

import Glibc

/// A secret value in memory; printing it in any way shows nothing of it.
package struct Secret: Sendable, Equatable {
    /// Only for the header or form it goes into; never for a message or a record.
    package let exposed: String

    /// Longer than any token a provider hands out; a longer value is the wrong file.
    package static let bytesMax = 16_384

    init(_ exposed: String) { self.exposed = exposed }

    var bytes: [UInt8] { Array(exposed.utf8) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret {
    /// Why a value cannot be a secret, without repeating anything of it.
    struct Flaw: Error, Equatable {
        let sentence: String

        static func unreadable(_ reason: String) -> Flaw {
            Flaw(sentence: "cannot be read: \(reason)")
        }

        /// The operating system's own words for an error number.
        static func system(_ code: Int32) -> Flaw {
            unreadable(strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
    }

    /// Takes a value as a person stored it: one line, whose end may be a line break.
    static func read(_ bytes: some Collection<UInt8>) throws(Flaw) -> Secret {
        let line = trimmingLineEnd(Array(bytes))
        if line.isEmpty { throw Flaw(sentence: "is empty") }
        if line.count > bytesMax { throw Flaw(sentence: "is longer than \(bytesMax) bytes") }
        if line.starts(with: [0xef, 0xbb, 0xbf]) || line.starts(with: [0xff, 0xfe]) {
            throw Flaw(sentence: "begins with a byte order mark: store it as plain text")
        }
        if line.contains(UInt8(ascii: "\n")) || line.contains(UInt8(ascii: "\r")) {
            throw Flaw(sentence: "has more than one line")
        }
        if line.contains(where: { $0 < 32 || $0 == 127 }) {
            throw Flaw(sentence: "holds a control character")
        }
        if line.first == UInt8(ascii: " ") || line.last == UInt8(ascii: " ") {
            throw Flaw(sentence: "begins or ends with a blank")
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw Flaw(sentence: "is not UTF-8 text")
        }
        return Secret(text)
    }

    private static func trimmingLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var line = bytes[...]
        while line.last == UInt8(ascii: "\n") || line.last == UInt8(ascii: "\r") {
            line = line.dropLast()
        }
        return line
    }
}
