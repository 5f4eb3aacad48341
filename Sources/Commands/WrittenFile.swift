// SPDX-License-Identifier: MIT

import Glibc
import Model

/// Writes a small document whole or not at all.
enum WrittenFile {
    /// Puts the bytes beside their place, on the disk, and then in it; gives the path.
    static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(Problem)
        -> String
    {
        let path = "\(folder)/\(name)"
        let draft = "\(folder)/.\(name).\(getpid())"
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw problem(folder) }
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw problem(path) }
        guard put(bytes, file), fsync(file) == 0, rename(draft, path) == 0 else {
            let failure = problem(path)
            close(file)
            unlink(draft)
            throw failure
        }
        close(file)
        return path
    }

    private static func put(_ bytes: [UInt8], _ file: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    private static func problem(_ path: String) -> Problem {
        Problem(
            .storage, "it cannot be written: \(String(cString: strerror(errno)))", at: path,
            next: "make room, or mend the folder")
    }
}
