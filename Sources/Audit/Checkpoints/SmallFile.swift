// SPDX-License-Identifier: MIT

import Glibc
import Model

/// Whole small files: keys and checkpoints.
package enum SmallFile {
    /// A file's bytes and permissions; nil where there is no file.
    static func read(
        _ path: String, bytesMax: Int
    ) throws(Problem) -> (bytes: [UInt8], mode: mode_t)? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path)
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failure(path) }
        return (try bytes(of: file, path, bytesMax), facts.st_mode & 0o7777)
    }

    private static func bytes(
        of file: Int32, _ path: String, _ bytesMax: Int
    ) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        try each(of: file, path) { chunk throws(Problem) in
            bytes += chunk
            guard bytes.count <= bytesMax else {
                throw Problem(
                    .usage, "the file is larger than \(bytesMax) bytes", at: path,
                    next: "ls -l \(path)")
            }
        }
        return bytes
    }

    /// Calls `body` with each piece of a file of any size, and gives how many bytes it had.
    static func each(
        _ path: String, _ body: (ArraySlice<UInt8>) throws(Problem) -> Void
    ) throws(Problem) -> Int {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        return try each(of: file, path, body)
    }

    @discardableResult
    private static func each(
        of file: Int32, _ path: String, _ body: (ArraySlice<UInt8>) throws(Problem) -> Void
    ) throws(Problem) -> Int {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var sum = 0
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return sum }
            sum += count
            try body(chunk[..<count])
        }
    }

    /// Makes a file whole or not at all; one that is there already stays as it is.
    static func create(_ path: String, _ text: String, mode: mode_t) throws(Problem) {
        let draft = "\(path).\(getpid())"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(draft) }
        defer {
            close(file)
            unlink(draft)
        }
        fchmod(file, mode)
        try write(Array(text.utf8), to: file, path)
        guard fsync(file) == 0 else { throw failure(path) }
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure(path) }
        try syncFolder(of: path)
    }

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.utf8.index(after: slash)...]))
    }

    /// Waits until the name of a file is on the disk, not only what is in it.
    static func syncFolder(of path: String) throws(Problem) {
        let folder = split(path).folder
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure(folder) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure(folder) }
    }

    /// Gives a finished draft its name, durably; false where there is a file of that name.
    static func settle(_ draft: String, as path: String, mode: mode_t) throws(Problem) -> Bool {
        let file = open(draft, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw failure(draft) }
        defer { close(file) }
        guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw failure(draft) }
        // Unlike rename, link never replaces what is there.
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw failure(path)
        }
        unlink(draft)
        try syncFolder(of: path)
        return true
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes the folders a file will lie in, for its owner alone.
    static func makeFolders(above path: String) throws(Problem) {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            if part.isEmpty || mkdir(folder, 0o700) == 0 || errno == EEXIST { continue }
            // A folder above it may exist and be closed to us; what counts is the last one.
            if access(folder, F_OK) != 0 { throw failure(folder) }
        }
    }

    static func failure(_ path: String) -> Problem {
        let why = String(cString: strerror(errno))
        return Problem(.storage, why, at: path)
    }
}
