// SPDX-License-Identifier: MIT

import Glibc
package import Model

/// A temporary file that nobody else can open and that is gone with whoever made it.
package final class UnnamedFile {
    private let descriptor: Int32
    package private(set) var byteCount: Int64 = 0

    /// Makes it 0600 in TMPDIR, or in /var/tmp because /tmp may be memory, and takes its name away.
    package init() throws(Problem) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        var template = Array("\(folder)/rescind-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0, unlink(template) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw Self.problem(in: folder) }
    }

    deinit { close(descriptor) }

    /// A descriptor of its own that reads from the beginning; negative when there can be none.
    func reopened() -> Int32 { open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC) }

    /// Appends the bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem(in: "a temporary file") }
            rest = rest.dropFirst(count)
            byteCount += Int64(count)
        }
    }

    /// Fills the space from a place on; less than its size only at the end.
    package func read(
        into space: UnsafeMutableRawBufferPointer, at place: Int64
    ) throws(Problem) -> Int {
        var done = 0
        while done < space.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: space[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, Int(place) + done)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.problem(in: "a temporary file") }
            if count == 0 { break }
            done += count
        }
        return done
    }

    private static func problem(in place: String) -> Problem {
        Problem(
            .storage, "a temporary file cannot be used: \(String(cString: strerror(errno)))",
            at: place, next: "make room, or set TMPDIR to a folder that has it")
    }
}
