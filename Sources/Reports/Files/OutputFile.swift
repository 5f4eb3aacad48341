// SPDX-License-Identifier: MIT

import Glibc
package import Model
import Proof

/// A file of a report on its way: written beside its place, 0600, and moved there when whole.
final class OutputFile {
    let name: String
    let path: String
    var rows: Int64 = 0
    var value = Totals()
    private(set) var byteCount: Int64 = 0
    private let draft: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var digest = SHA256()
    private var isMoved = false

    private static let bufferBytes = 256 << 10

    init(_ name: String, in folder: String) throws(Problem) {
        self.name = name
        path = "\(folder)/\(name)"
        draft = "\(folder)/.\(name).new"
        // What a killed report left behind is in the way of O_EXCL, which follows no link.
        unlink(draft)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem("cannot be written", draft) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isMoved { unlink(draft) }
    }

    /// Where another library writes the file itself; `adopt` takes it in.
    var draftPath: String { draft }

    func write(_ bytes: [UInt8]) throws(Problem) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func write(_ text: String) throws(Problem) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private func flush() throws(Problem) {
        digest.update(buffer)
        byteCount += Int64(buffer.count)
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem("cannot be written", draft) }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Reads what another library wrote in the place of `write`.
    func adopt() throws(Problem) {
        close(descriptor)
        descriptor = open(draft, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
            throw Self.problem("cannot be read back", draft)
        }
        var space = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let count = space.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.problem("cannot be read back", draft) }
            if count == 0 { return }
            digest.update(space[..<count])
            byteCount += Int64(count)
        }
    }

    /// Puts the whole file on the disk; after it nothing more may be written.
    func finish() throws(Problem) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.problem("cannot be written", draft) }
    }

    /// Moves the file to its place, over an older one.
    func move() throws(Problem) -> WrittenFile {
        guard rename(draft, path) == 0 else { throw Self.problem("cannot be moved", path) }
        isMoved = true
        return WrittenFile(
            name: name, path: path, rows: rows, value: value, bytes: byteCount,
            sha256: digest.digest.hex)
    }

    private static func problem(_ what: String, _ path: String) -> Problem {
        Problem(
            .storage, "the report \(what): \(String(cString: strerror(errno)))", at: path,
            next: "make room or name another directory with --out DIR")
    }
}

/// A file of a report as it stands on the disk.
package struct WrittenFile: Sendable, Equatable {
    package let name: String
    package let path: String
    /// The items or runs in it, one a row.
    package let rows: Int64
    package let value: Totals
    package let bytes: Int64
    package let sha256: String
}
