// SPDX-License-Identifier: MIT

import Glibc
import Model

/// The job file on disk.
package enum JobFile {
    package static let standardName = "rescind.json5"
    /// Forty accounts are some ten thousand bytes; more than this is the wrong file.
    package static let bytesMax = 1 << 20

    /// Reads a job; a file that cannot be opened is a problem like any other.
    package static func read(_ path: String) -> JobReading {
        do throws(Problem) {
            let home = getenv("HOME").map { String(cString: $0) }
            return JobReader(file: path, home: home).read(try bytes(of: path))
        } catch {
            return JobReading(draft: nil, problems: [error])
        }
    }

    private static func bytes(of path: String) throws(Problem) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw unreadable(path, InputFile.Fault(code: errno)) }
            bytes += buffer.prefix(count)
            if bytes.count > bytesMax {
                throw Problem(
                    .jobInvalid, "this is no job: it is larger than \(bytesMax) bytes", at: path,
                    next: "name the job with --job FILE")
            }
        }
    }

    private static func open(_ path: String) throws(Problem) -> Int32 {
        do throws(InputFile.Fault) { return try InputFile.open(path) } catch {
            throw unreadable(path, error)
        }
    }

    private static func unreadable(_ path: String, _ fault: InputFile.Fault) -> Problem {
        Problem(
            .jobInvalid, "the job file cannot be read: \(fault.words)", at: path,
            next: fault.code == ENOENT ? "rescind init" : "ls -l \(path)")
    }
}
