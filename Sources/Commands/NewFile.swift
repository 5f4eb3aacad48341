// SPDX-License-Identifier: MIT

import Glibc
import Model

/// A file that appears under its name whole, or not at all.
///
/// It is written beside its place and moved there; whoever looks sees no half file, and one that
/// is given up leaves nothing behind.
final class NewFile {
    let path: String
    private let draft: String
    private var descriptor: Int32

    /// Begins a file that only its owner reads.
    init(_ path: String) throws(Problem) {
        self.path = path
        draft = "\(path).draft-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Self.problem(path, errno) }
    }

    /// Makes a folder and those above it, for its owner alone.
    static func makeFolder(_ path: String) throws(Problem) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else {
            throw problem(path, errno)
        }
        try makeFolder(String(path[..<end]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw problem(path, errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    func write(_ bytes: [UInt8]) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem(path, errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Moves the file to its place, over one of that name.
    func finish() throws(Problem) {
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw Self.problem(path, errno)
        }
        close(descriptor)
        descriptor = -1
    }

    /// Moves the file to its place unless there is one of that name; false when there is.
    func finishUnlessThere() throws(Problem) -> Bool {
        guard fsync(descriptor) == 0 else { throw Self.problem(path, errno) }
        // Unlike rename, link never replaces what is there.
        if link(draft, path) == 0 { return true }
        guard errno == EEXIST else { throw Self.problem(path, errno) }
        return false
    }

    static func problem(_ path: String, _ code: Int32) -> Problem {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Problem(
            code == ENOENT || code == ENOTDIR || code == EACCES ? .usage : .storage,
            "the file cannot be written: \(reason)", at: path,
            next: "make the folder, make room, or name another")
    }
}
