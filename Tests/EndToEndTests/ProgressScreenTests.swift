// SPDX-License-Identifier: MIT

import Foundation
import Sandbox
import Testing

/// An apply as a terminal shows it.
@Suite(.serialized, .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")))
struct ProgressScreenTests {
    /// What a terminal of that width received.
    private static func screen(_ stage: Stage, columns: Int, _ words: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        let command = "stty cols \(columns) rows 24; exec '\(BuiltProgram.path.path)' \(words)"
        process.arguments = ["-qefc", command, "/dev/null"]
        process.currentDirectoryURL = stage.folder
        process.environment = [
            "KEY": "sesame-open-up", "HOME": stage.folder.path, "PATH": "/usr/bin:/bin",
            "TERM": "xterm", "SWIFT_BACKTRACE": "enable=no",
            "XDG_DATA_HOME": stage.folder.appending(path: "data").path,
        ]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }

    /// The lines without what a terminal obeys.
    private static func lines(_ screen: String) -> [Substring] {
        screen.replacing(/\e\[[0-9;]*[A-Za-z]/, with: "").replacing("\r", with: "")
            .split(separator: "\n")
    }

    @Test(arguments: [40, 80, 120])
    func `it fits the screen, and the last lines stay`(columns: Int) throws {
        let stage = try Stage(items: 60, faults: "429=0.02", pace: "perSecond: 40")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let screen = try Self.screen(stage, columns: columns, "apply last --yes")
        let lines = Self.lines(screen)
        #expect(lines.allSatisfy { $0.count <= columns }, "\(screen)")
        let bars = lines.indices.filter { lines[$0].hasPrefix("Run 1") && lines[$0].contains("%") }
        #expect(bars.count > 2)
        let last = try #require(bars.last)
        #expect(lines[last].hasSuffix("100 %"))
        #expect(lines[last + 1].hasPrefix("  60 of 60"))
        #expect(lines[last + 2].contains("store") && lines[last + 2].hasSuffix("done"))
        // Each redraw goes up as far as the one before it went down, and to its first column.
        #expect(screen.contains(/\r\e\[[34]A\e\[J/))
        #expect(lines.contains { $0.hasPrefix("Cancelled") })
        #expect(lines.contains { $0.hasPrefix("Ended") && $0.contains("0: Done") })
        #expect(lines.last?.hasPrefix("Next") == true)
    }

    @Test func `without a screen it is a line now and then`() throws {
        let stage = try Stage(items: 60, pace: "perSecond: 40")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.run("apply", "last", "--yes")
        #expect(ended.messages.contains("Run 1 · 0 %"))
        #expect(!ended.messages.contains("\u{1b}"))
        #expect(ended.messages.split(separator: "\n").count < 5)
    }
}
