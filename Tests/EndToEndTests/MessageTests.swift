// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What a person reads when something is wrong: what happened, where, and the next command.
///
/// `Tests/Snapshots/EndToEnd/messages.txt` is the table: a command line, its exit code and every
/// word it says on standard error.
@Suite(.serialized) struct MessageTests {
    private struct Entry {
        let words: String
        let status: Int32
        let said: String
    }

    private static func table() throws -> [Entry] {
        try Repository.text("Tests/Snapshots/EndToEnd/messages.txt").split(separator: "\n$ ")
            .map { block in
                let lines = block.split(separator: "\n", maxSplits: 1)
                let head = (lines.first ?? "").replacing("$ ", with: "", maxReplacements: 1)
                    .split(separator: "  [")
                let status = head.last.flatMap { Int32($0.dropLast()) } ?? -1
                let said = lines.count > 1 ? String(lines[1]) : ""
                return Entry(words: String(head.first ?? ""), status: status, said: said)
            }
    }

    @Test func `every message says what happened, where, and the next command`() throws {
        let entries = try Self.table()
        #expect(entries.count > 50)
        for entry in entries { try check(entry) }
    }

    private func check(_ entry: Entry) throws {
        let scratch = try ScratchFolder()
        let shell = ShellLine(folder: scratch.url)
        let ready = try shell.run(Repository.text("Tests/Snapshots/EndToEnd/messages.sh"))
        #expect(ready.status == 0, "\(ready.output)")
        let ended = try shell.run("rescind \(entry.words) 2>messages >/dev/null")
        let said = try String(
            contentsOf: scratch.url.appending(path: "messages"), encoding: .utf8
        ).trimmingCharacters(in: .newlines)
        #expect(ended.status == entry.status, "\(entry.words)")
        #expect(said == entry.said.trimmingCharacters(in: .newlines), "\(entry.words)")
        try checkParts(said, entry.words)
    }

    /// A place before the words and a line with the next command, or one line that names the help.
    private func checkParts(_ said: String, _ words: String) throws {
        let lines = said.split(separator: "\n")
        let first = try #require(lines.first { $0.hasPrefix("rescind: ") }, "\(words)")
        if first.contains(" (see rescind help") { return }
        #expect(first.dropFirst("rescind: ".count).contains(": "), "\(words): no place")
        #expect(lines.contains { $0.hasPrefix("  next: ") }, "\(words): no next command")
    }
}
