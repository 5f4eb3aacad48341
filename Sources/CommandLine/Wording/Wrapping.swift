// SPDX-License-Identifier: MIT

/// The text broken at spaces into lines of at most so many columns.
///
/// A word longer than a line stands alone and whole: half an id is worse than a long line.
package func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if !line.isEmpty, line.displayWidth + 1 + String(word).displayWidth > columns {
            lines.append(line)
            line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
}

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
