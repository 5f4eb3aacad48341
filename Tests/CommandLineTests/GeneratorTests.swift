// SPDX-License-Identifier: MIT

import CommandLine
import Glibc
import Model
import Testing

/// Completions and the manual page, held against the table.
struct GeneratorTests {
    private let table = CommandTable.complete

    @Test(arguments: Shell.allCases)
    func `completions know every verb and option`(shell: Shell) {
        let script = Completions(table).script(for: shell)
        for word in Set(table.verbs.flatMap(\.words)) { #expect(script.contains(word), "\(word)") }
        for option in table.options {
            let written = shell == .fish ? "-l \(option.name) " : "--\(option.name)"
            #expect(script.contains(written), "\(option.name)")
            let short = shell == .fish ? " -s " : "-"
            if let letter = option.short, shell != .bash || option.takesValue {
                #expect(script.contains("\(short)\(letter)"), "-\(letter)")
            }
        }
    }

    @Test(arguments: Shell.allCases)
    func `completions are as they were`(shell: Shell) throws {
        try expectSnapshot(Completions(table).script(for: shell), "completions.\(shell)")
    }

    @Test(arguments: [
        (["rescind", "au"], ["audit"]), (["rescind", "audit", "ver"], ["verify"]),
        (["rescind", "plan", "--max"], ["--max-items", "--max-share", "--max-value"]),
        (["rescind", "plan", "--by", "re"], ["reference"]),
        (["rescind", "plan", "--by", "=", "re"], ["reference"]),
        (["rescind", "--job", "x", "report", "1", "--format", "x"], ["xlsx"]),
        (["rescind", "help", "exit"], ["exit-codes"]),
        (["rescind", "providers", "so"], ["sorted-pro"]),
        (["rescind", "statement", ""], []),
    ])
    func `bash completes`(words: [String], offered: [String]) throws {
        let line = words.map { "'\($0)'" }.joined(separator: " ")
        let script =
            Completions(table).script(for: .bash)
            + "COMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1); _rescind; "
            + "printf '%s\\n' \"${COMPREPLY[@]}\""
        let answer = try bash(script)
        #expect(answer.split(separator: "\n").map(String.init) == offered)
    }

    private func bash(_ script: String) throws -> String {
        let channel = try Channel()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, channel.writing, 1)
        posix_spawn_file_actions_addclose(&actions, channel.reading)
        var child = pid_t()
        let words = ["bash", "--norc", "-c", script].map { (word: String) in strdup(word) }
        defer { for word in words { free(word) } }
        try #require(
            posix_spawn(&child, "/bin/bash", &actions, nil, words + [nil], environ) == 0)
        let answer = channel.text()
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return answer
    }

    @Test func `the manual page knows every verb, option and exit code`() {
        let page = plain(ManualPage(table).text)
        for verb in table.verbs {
            #expect(page.contains("\n.SS \(verb.name)\n"))
            for example in verb.examples { #expect(page.contains(example.says)) }
        }
        for option in table.options {
            #expect(page.contains(".B \(option.usage)"), "\(option.name)")
        }
        for code in ExitCode.allCases { #expect(page.contains("\n.B \(code.rawValue)\n")) }
    }

    /// The page with roff's spellings taken back.
    private func plain(_ page: String) -> String {
        [("\\-", "-"), ("\\(aq", "'")].reduce(page) { text, spelling in
            text.split(separator: spelling.0, omittingEmptySubsequences: false)
                .joined(separator: spelling.1)
        }
    }

    @Test func `no text of the manual page is taken for a request`() {
        let requests = [
            ".TH", ".SH", ".SS", ".B", ".I", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".br",
        ]
        for line in ManualPage(table).text.split(separator: "\n") where line.hasPrefix(".") {
            #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
    }

    @Test func `the manual page is as it was`() throws {
        try expectSnapshot(ManualPage(table).text, "rescind.1")
    }
}
