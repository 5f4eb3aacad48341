// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Processes
import Testing

/// Commands of the job, started for real.
@Suite(.serialized) struct ChildTests {
    init() { signal(SIGPIPE, SIG_IGN) }

    @Test func `a command reads all it is given, more than a pipe holds`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
        try Child.feed(bytes, to: "cat > '\(file.path)'", withinMilliseconds: 20_000)
        #expect(try Data(contentsOf: file).count == bytes.count)
    }

    @Test(arguments: [
        ("exit 3", Child.Failure.exit(3)), ("kill -TERM $$", .signal(SIGTERM)),
        ("exec 0<&-; exit 0", nil), ("head -c 1 >/dev/null", nil), ("sleep 60 & sleep 60", .late),
    ])
    func `how a command ended is told`(line: String, failure: Child.Failure?) {
        let bytes = [UInt8](repeating: 0, count: 300_000)
        var seen: Child.Failure?
        do throws(Child.Failure) {
            try Child.feed(bytes, to: line, withinMilliseconds: 1500)
        } catch { seen = error }
        #expect(seen == failure)
    }
}
