// SPDX-License-Identifier: MIT

/// The words as a POSIX shell reads them back.
package func shellQuoted(_ words: [String]) -> String {
    words.map { word in
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./=,:%@+".utf8.contains(byte)
            }
        }
        if plain, !word.isEmpty { return word }
        if !word.contains("\""), !word.contains(where: { "$`\\!".contains($0) }) {
            return "\"\(word)\""
        }
        return "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
}
