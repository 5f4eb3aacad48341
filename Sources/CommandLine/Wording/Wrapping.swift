// SPDX-License-Identifier: MIT

/// The text broken at spaces into lines of at most so many columns.
///
/// A word longer than a line stands alone and whole: half an id is worse than a long line. Only an
/// address may go on after one of its slashes.
package func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        for (place, part) in parts(of: String(word), columns: columns).enumerated() {
            let gap = place == 0 && !line.isEmpty ? " " : ""
            if !line.isEmpty, line.displayWidth + gap.utf8.count + part.displayWidth > columns {
                lines.append(line)
                line = part
            } else {
                line += gap + part
            }
        }
    }
    return line.isEmpty ? lines : lines + [line]
}

private func parts(of word: String, columns: Int) -> [String] {
    guard word.displayWidth > columns, word.hasPrefix("/") || word.contains("://") else {
        return [word]
    }
    let names = word.split(separator: "/", omittingEmptySubsequences: false)
    return names.enumerated().map { place, name in
        place == names.count - 1 ? String(name) : "\(name)/"
    }.filter { !$0.isEmpty }
}
