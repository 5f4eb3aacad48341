// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import Sandbox
import Testing

/// A disk that fills up in the middle: said in words, nothing lost, and it goes on after room is made.
@Suite(.serialized) struct FullDiskTests {
    /// A small file system of its own, mounted where nobody else sees it.
    private static let script = """
        set -e
        mkdir small && mount -t tmpfs -o size=1200k tmpfs small
        cp export.csv rescind.json5 small && cd small
        "$RESCIND" plan export.csv --quiet
        set +e
        "$RESCIND" apply last --yes --json > ../first.json 2> ../first.txt; echo $? > ../first
        mount -o remount,size=64m .
        "$RESCIND" apply last --yes --json > ../second.json; echo $? > ../second
        "$RESCIND" audit verify --quiet; echo $? > ../verified
        cp audit.db ../audit.db
        """

    private static func canMount() -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(.enabled(if: canMount()))
    func `a full disk ends it with 11, and it continues once there is room`() throws {
        let stage = try Stage(items: 1500)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-rm", "/bin/sh", "-c", Self.script]
        process.currentDirectoryURL = stage.folder
        process.environment = [
            "RESCIND": BuiltProgram.path.path, "KEY": "sesame-open-up", "HOME": stage.folder.path,
            "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
        ]
        try process.run()
        process.waitUntilExit()
        let messages = try stage.text("first.txt")
        #expect(try stage.text("first") == "11\n", "\(messages)")
        let first = try JSON.parse(Array(try stage.text("first.json").utf8))
        #expect(first["exit"]?.int == 11)
        let words = (first["error"]?["message"]?.string ?? "") + (first["stopped"]?.string ?? "")
        #expect(words.contains("no space left"), "\(words)")
        #expect(try stage.text("second") == "0\n")
        #expect(try stage.text("verified") == "0\n")
        #expect(try stage.states() == ["cancelled": 1500])
        try stage.compareRecords()
    }

    /// A limit on the size of a file, as a quota would have it.
    @Test func `a file that may not grow ends it with 11, and it continues`() throws {
        let stage = try Stage(items: 400)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        var limited = stage.program
        limited.limitKilobytes = 512
        let ended = try limited.run("apply", "last", "--yes", "--json")
        #expect(ended.status == 11, "\(ended.output) \(ended.messages)")
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        #expect(try stage.states() == ["cancelled": 400])
        try stage.compareRecords()
    }
}
