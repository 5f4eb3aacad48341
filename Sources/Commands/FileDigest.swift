// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Proof

/// The SHA-256 of a file as it is on disk.
enum FileDigest {
    private static let pieceBytes = 1 << 20

    /// The digest in hex; throws the system's error number where the file cannot be read.
    static func of(_ path: String) throws(SystemCode) -> String {
        let file: Int32
        do throws(InputFile.Fault) { file = try InputFile.open(path) } catch {
            throw SystemCode(error.code)
        }
        defer { close(file) }
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemCode(errno) }
            guard count > 0 else { return hash.digest.hex }
            piece.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// What the operating system said, and its own words for it.
    struct SystemCode: Error {
        let code: Int32
        init(_ code: Int32) { self.code = code }
        var words: String { InputFile.Fault(code: code).words }
    }
}

/// When a file was written to last.
enum FileTime {
    static func modified(_ path: String) throws(FileDigest.SystemCode) -> Timestamp {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw FileDigest.SystemCode(errno) }
        return Timestamp(
            milliseconds: Int64(facts.st_mtim.tv_sec) * 1000
                + Int64(facts.st_mtim.tv_nsec) / 1_000_000)
    }
}
