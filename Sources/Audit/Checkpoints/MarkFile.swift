// SPDX-License-Identifier: MIT

import Glibc
import Model
import Synchronization

/// A small file that says one thing and is written again and again by one process at a time.
final class MarkFile: Sendable {
    private static let bytesMax = 4096

    private let path: String
    private let file: Int32
    /// What this process wrote last, or found.
    private let known: Mutex<[UInt8]>

    init(_ path: String) throws(Problem) {
        self.path = path
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SmallFile.failure(path) }
        known = Mutex([])
        let found = try Self.bytes(of: file, path)
        known.withLock { $0 = found }
    }

    deinit { close(file) }

    /// Replaces what it says, unless somebody else did so meanwhile.
    func write(_ bytes: [UInt8]) throws(Problem) {
        // Whoever reads meanwhile must not see half of it.
        guard flock(file, LOCK_EX) == 0 else { throw SmallFile.failure(path) }
        defer { flock(file, LOCK_UN) }
        let found = try Self.bytes(of: file, path)
        guard known.withLock({ $0 == found }) else {
            throw Problem(
                .auditInvalid, "another copy of this record is being sent from", at: path,
                next: "rescind stop, there; then go on with the record that holds more")
        }
        guard pwrite(file, bytes, bytes.count, 0) == bytes.count else {
            throw SmallFile.failure(path)
        }
        known.withLock { $0 = bytes }
    }

    /// What a file says; nil where there is none.
    static func read(_ path: String) throws(Problem) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SmallFile.failure(path)
        }
        defer { close(file) }
        guard flock(file, LOCK_SH) == 0 else { throw SmallFile.failure(path) }
        return try bytes(of: file, path)
    }

    private static func bytes(of file: Int32, _ path: String) throws(Problem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count >= 0 else { throw SmallFile.failure(path) }
        return Array(bytes.prefix(count))
    }
}
