// SPDX-License-Identifier: MIT

import Glibc
import Testing

/// Holds a text against the file that was committed; a missing file is recorded, and fails.
func expectSnapshot(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = "\(snapshots)/\(name)"
    guard let expected = contents(of: path) else {
        try write(text, to: path)
        Issue.record("recorded \(path): look at it and run again", sourceLocation: sourceLocation)
        return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let known = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let different = zip(lines, known).enumerated().first { $1.0 != $1.1 }
    #expect(
        text == expected,
        """
        \(name) line \(different.map { $0.offset + 1 } ?? min(lines.count, known.count)): \
        \(different.map { "\($0.element.0)" } ?? "more or fewer lines"); \
        delete the file to record it again
        """, sourceLocation: sourceLocation)
}

/// Beside the targets, so that the package manager does not ask what kind of source they are.
private let snapshots: String = {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Snapshots/CommandLine"
}()

private func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return String(decoding: readAll(descriptor), as: UTF8.self)
}

private func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(descriptor >= 0, "cannot write \(path)")
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
}
