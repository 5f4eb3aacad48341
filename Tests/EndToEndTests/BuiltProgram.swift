// SPDX-License-Identifier: MIT

import Foundation

/// The built binary, driven as a user would.
struct BuiltProgram {
    struct Ended {
        let status: Int32
        let output: String
        let messages: String
    }

    static var path: URL {
        Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "rescind")
            ?? URL(filePath: "rescind")
    }

    let folder: URL
    /// Kept so that the folder does not go while the program runs in it.
    var scratch: ScratchFolder?
    var environment: [String: String] = [:]
    /// A file of the folder that becomes standard input.
    var input: String?
    /// No file may become larger than that.
    var limitKilobytes: Int?

    /// Starts the program; the pipes are read to their ends when it is waited for.
    func start(_ words: [String]) throws -> Running {
        let process = Process()
        process.executableURL = Self.path
        process.arguments = words
        if let limitKilobytes {
            let command = "ulimit -f \(limitKilobytes * 2); exec \"$0\" \"$@\""
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", command, Self.path.path] + words
        }
        process.currentDirectoryURL = folder
        var all = ProcessInfo.processInfo.environment
        all["SWIFT_BACKTRACE"] = "enable=no"
        all["XDG_DATA_HOME"] = folder.appending(path: "data").path
        process.environment = all.merging(environment) { $1 }
        process.standardInput =
            try input.map {
                try FileHandle(forReadingFrom: folder.appending(path: $0))
            } ?? FileHandle.nullDevice
        let (output, messages) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        return Running(process: process, output: output, messages: messages)
    }

    func run(_ words: String...) throws -> Ended { try start(words).wait() }

    struct Running {
        let process: Process
        let output: Pipe
        let messages: Pipe

        func wait() -> Ended {
            let output = output.fileHandleForReading.readDataToEndOfFile()
            let messages = messages.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let signalled = process.terminationReason == .uncaughtSignal
            return Ended(
                status: (signalled ? 128 : 0) + process.terminationStatus,
                output: String(decoding: output, as: UTF8.self),
                messages: String(decoding: messages, as: UTF8.self))
        }

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
    }
}
