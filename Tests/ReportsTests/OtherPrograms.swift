// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import Reports

/// Programs of others that read what we write; a test that needs one runs where it is installed.
enum OtherProgram {
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        (path: String) in
        access(path, X_OK) == 0
    }
    static let python = "/usr/bin/python3"
    static let hasOpenpyxl = (try? run([python, "-c", "import openpyxl"]))?.status == 0

    /// Runs a program to its end and gives its standard output.
    static func run(_ words: [String], errors: String = "/dev/null") throws -> (
        status: Int32, output: String
    ) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        defer { posix_spawn_file_actions_destroy(&actions) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var child: pid_t = 0
        let status = posix_spawn(&child, words[0], &actions, nil, arguments, environ)
        close(ends[1])
        defer { close(ends[0]) }
        try #require(status == 0)
        var output: [UInt8] = []
        var space = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(ends[0], &space, space.count)
            if count <= 0 { break }
            output += space[..<count]
        }
        var ending: Int32 = 0
        waitpid(child, &ending, 0)
        return ((ending >> 8) & 0xFF, String(decoding: output, as: UTF8.self))
    }
}
