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
