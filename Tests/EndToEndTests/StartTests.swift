// SPDX-License-Identifier: MIT

import Foundation
import SQLite
import Testing

/// What the program needs in order to start, and what only some of its commands need.
struct StartTests {
    private static let loaded = ["libcurl.so.4", "libmicrohttpd.so.12", "libxlsxwriter.so.4"]

    @Test func `what only some commands need is not loaded at the start`() throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["readelf", "--dynamic", BuiltProgram.path.path]
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.contains("[libsqlite3.so.0]"))
        for library in Self.loaded + ["libcrypto.so.3"] { #expect(!text.contains("[\(library)]")) }
    }

    /// A library that is no library is what the loader finds first.
    private func stage() throws -> Stage {
        let stage = try Stage(items: 3)
        for library in Self.loaded { try stage.write(library, "") }
        stage.program.environment["LD_LIBRARY_PATH"] = stage.folder.path
        return stage
    }

    @Test func `without libcrypto there is help and nothing else`() throws {
        let stage = try Stage(items: 3)
        try stage.write("libcrypto.so.3", "")
        stage.program.environment["LD_LIBRARY_PATH"] = stage.folder.path
        #expect(try stage.program.run("--version").status == 0)
        #expect(try stage.program.run("help", "plan").status == 0)
        let ended = try stage.program.run("plan", "export.csv")
        #expect(ended.status == 2)
        #expect(ended.messages.contains("\n  next: apt-get install libssl3\n"))
    }

    @Test func `a command misses only the library it uses`() throws {
        let program = try stage().program
        for words in [
            ["--version"], ["help"], ["plan", "export.csv"], ["report", "1", "--format", "json"],
        ] {
            let ended = try program.start(words).wait()
            #expect(ended.status == 0, "\(words): \(ended.messages)")
        }
    }

    @Test(arguments: [
        ("apply 1 --yes", "libcurl", "libcurl4"), ("sandbox", "libmicrohttpd", "libmicrohttpd12"),
        ("report 1", "libxlsxwriter", "libxlsxwriter4"),
        ("run export.csv --yes", "libxlsxwriter", "libxlsxwriter4"),
    ])
    func `a missing library is said with the package that has it, and nothing is sent`(
        words: String, library: String, package: String
    ) throws {
        let stage = try stage()
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.start(words.split(separator: " ").map(String.init)).wait()
        #expect(ended.status == 2)
        #expect(ended.messages.contains("\(library) cannot be loaded: file too short"))
        #expect(ended.messages.contains("\n  next: apt-get install \(package)\n"))
        #expect(try stage.query("SELECT count(*) FROM exchanges") { $0.int(0) } == [0])
    }
}
