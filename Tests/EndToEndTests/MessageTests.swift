// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What a person reads when something is wrong: what happened, where, and the next command.
///
/// `Tests/Snapshots/EndToEnd/messages.txt` is the table: a command line, its exit code, what was done
/// before it, and every word it says on standard error.
@Suite(.serialized) struct MessageTests {
    private struct Entry {
        let words: String
        let status: Int32
        let before: String
        let said: String

        /// `$ WORDS  [STATUS]  after: COMMANDS`, and below it what is said.
        init(_ block: Substring) throws {
            let lines = block.split(separator: "\n", maxSplits: 1)
            let head = try #require(
                lines[0].wholeMatch(of: #/(?:\$ )?(.*)  \[(\d+)\](?:  after: (.*))?/#), "\(block)")
            words = String(head.1)
            status = try #require(Int32(head.2))
            before = head.3.map(String.init) ?? ":"
            said = lines.count > 1 ? String(lines[1]).trimmingCharacters(in: .newlines) : ""
        }
    }

    @Test func `every message says what happened, where, and the next command`() throws {
        let entries = try Repository.text("Tests/Snapshots/EndToEnd/messages.txt")
            .split(separator: "\n$ ").map(Entry.init)
        #expect(entries.count > 140)
        let ready = try ScratchFolder()
        let made = try ShellLine(folder: ready.url).run(
            Repository.text("Tests/Snapshots/EndToEnd/messages.sh"))
        #expect(made.status == 0, "\(made.output)")
        for entry in entries { try check(entry, ready) }
    }

    @Test func `check says of each problem what, where, and what to do`() throws {
        let scratch = try ScratchFolder()
        let ended = try ShellLine(folder: scratch.url).run(
            Repository.text("Tests/Snapshots/EndToEnd/check.sh"))
        let wanted = try Repository.text("Tests/Snapshots/EndToEnd/check.txt")
        #expect(ended.output == wanted)
        let problems = wanted.split(separator: "\n").filter { $0.hasPrefix("    ") }
        #expect(problems.count(where: { $0.hasPrefix("    next: ") }) * 2 == problems.count)
    }

    private func check(_ entry: Entry, _ ready: ScratchFolder) throws {
        let scratch = try ScratchFolder()
        let ended = try ShellLine(folder: scratch.url).run(
            """
            cp -a \(ready.url.path)/. .
            { \(entry.before)
            } >/dev/null 2>&1
            rescind \(entry.words) 2>messages >/dev/null
            """)
        let messages = try String(
            contentsOf: scratch.url.appending(path: "messages"), encoding: .utf8)
        let said = Self.settled(messages, scratch)
        #expect(ended.status == entry.status, "\(entry.words) after \(entry.before)")
        #expect(said == entry.said, "\(entry.words) after \(entry.before)")
        try checkParts(said, entry.words)
    }

    /// What is said, with a word in place of what is another every time.
    private static func settled(_ messages: String, _ scratch: ScratchFolder) -> String {
        let user = try? Regex("\\b\(NSUserName())\\b")
        let today = Date.now.formatted(.iso8601.year().month().day())
        let moment = try? Regex("\(today)(T[0-9:.]+Z)?")
        var said = messages.trimmingCharacters(in: .newlines)
            .replacing(scratch.url.resolvingSymlinksInPath().path, with: "FOLDER")
            .replacing(#/[0-9a-f]{16}\.key/#, with: "NUMBER.key")
            .replacing(#/after \d+ ms/#, with: "after N ms")
        if let user { said = said.replacing(user, with: "USER") }
        if let moment { said = said.replacing(moment, with: "TODAY") }
        return said
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
