// SPDX-License-Identifier: MIT

import Foundation

/// A command line as a person types it, with the built program first on the PATH.
struct ShellLine {
    let folder: URL
    var path = BuiltProgram.path.deletingLastPathComponent().path
    var environment: [String: String] = [:]

    /// Runs it to its end; what it says on either channel comes back as one text.
    func run(_ line: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "{ \(line)\n} 2>&1"]
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "\(path):/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
            "XDG_DATA_HOME": folder.appending(path: "data").path,
            "SWIFT_BACKTRACE": "enable=no",
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

/// The repository these tests are in.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
