// SPDX-License-Identifier: MIT

import Glibc
import Job
package import Model

/// What is known about a file from outside: its bytes are not its content if it is compressed.
package struct FileFacts: Sendable, Equatable {
    /// As it was asked for; `-` is standard input.
    package var name: String
    /// Nil for standard input and pipes, whose time says nothing about the export.
    package var modifiedAt: Timestamp?
    /// The length of the file as it was read; whole after the last row.
    package var byteCount: Int64 = 0
}

/// The bytes of a file or of standard input as they are on disk.
final class RawFile: ByteSource {
    typealias Digest = (UnsafeRawBufferPointer) -> Void

    private let descriptor: Int32
    private let digest: Digest
    private let atOpen: stat
    let facts: FileFacts
    /// A thread that reads ahead writes it; others look at it when the content has ended.
    private(set) var byteCount: Int64 = 0
    private var isAtEnd = false

    /// Reading it does not wait for anybody.
    let isRegular: Bool

    /// - Parameter spool: what standard input was put into; nil reads standard input itself.
    init(_ name: String, spool: Spool? = nil, digest: @escaping Digest) throws(Problem) {
        descriptor = name == "-" ? spool?.reopened() ?? dup(0) : try Self.open(name)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw Self.problem(name, InputFile.Fault(code: errno))
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Problem(
                .exportMissing, "this is a folder, not an export", at: name, next: "ls -l \(name)")
        }
        self.digest = digest
        atOpen = status
        isRegular = status.st_mode & S_IFMT == S_IFREG
        facts = FileFacts(
            name: name, modifiedAt: isRegular && name != "-" ? Self.modified(status) : nil)
    }

    private static func open(_ name: String) throws(Problem) -> Int32 {
        do throws(InputFile.Fault) { return try InputFile.open(name) } catch {
            throw problem(name, error)
        }
    }

    deinit { close(descriptor) }

    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        guard let start = space.baseAddress, !space.isEmpty, !isAtEnd else { return 0 }
        var count = Glibc.read(descriptor, start, space.count)
        while count < 0, errno == EINTR { count = Glibc.read(descriptor, start, space.count) }
        guard count >= 0 else { throw Self.problem(facts.name, InputFile.Fault(code: errno)) }
        isAtEnd = count == 0
        byteCount += Int64(count)
        digest(UnsafeRawBufferPointer(start: start, count: count))
        return count
    }

    /// Throws if somebody wrote to the file while it was read: the rows may be of two versions.
    func checkUnchanged() throws(Problem) {
        guard isRegular else { return }
        var now = stat()
        guard fstat(descriptor, &now) == 0 else {
            throw Self.problem(facts.name, InputFile.Fault(code: errno))
        }
        let isSame =
            now.st_size == atOpen.st_size && Int64(now.st_size) == byteCount
            && now.st_mtim.tv_sec == atOpen.st_mtim.tv_sec
            && now.st_mtim.tv_nsec == atOpen.st_mtim.tv_nsec
        if !isSame {
            throw Problem(
                .exportChanged, "the file changed while it was read", at: facts.name,
                next: "wait until it is written completely, then run the same command again")
        }
    }

    private static func modified(_ status: stat) -> Timestamp {
        Timestamp(
            milliseconds: Int64(status.st_mtim.tv_sec) &* 1000
                &+ Int64(status.st_mtim.tv_nsec) / 1_000_000)
    }

    private static func problem(_ name: String, _ fault: InputFile.Fault) -> Problem {
        switch fault.code {
        case ENOENT, ENOTDIR:
            Problem(
                .exportMissing, "there is no such file", at: name,
                next: "check the path; - reads standard input")
        default:
            Problem(
                .exportMissing, "the file cannot be read (\(fault.words))",
                at: name, next: "ls -l \(name)")
        }
    }
}
