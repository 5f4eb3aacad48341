// SPDX-License-Identifier: MIT

import Glibc
import Model

/// Keeps the bytes of an export under their own hash while they are read.
///
/// Apply, `why` and an auditor never need the original path, which the next night overwrites.
final class KeptExport {
    private let folder: String
    private let draft: String
    private var file: Int32

    /// Begins a draft in the folder, which is made, 0700, where it is missing.
    init(in folder: String) throws(Problem) {
        self.folder = folder
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw Self.problem("the folder for kept exports cannot be made", folder)
        }
        Self.sweep(folder)
        draft = "\(folder)/\(Self.draftPrefix)\(getpid())-\(UInt64.random(in: 0 ... .max))"
        file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0 { throw Self.problem("the export cannot be kept", folder) }
        _ = flock(file, LOCK_EX | LOCK_NB)
    }

    private static let draftPrefix = ".draft-"
    /// Between making a draft and holding it somebody may look: a younger one is left alone.
    private static let draftSecondsMin = 60

    /// Removes the drafts of plans that were killed: nobody holds them.
    private static func sweep(_ folder: String) {
        guard let names = opendir(folder) else { return }
        defer { closedir(names) }
        while let entry = readdir(names) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(draftPrefix) { removeIfLeft("\(folder)/\(name)") }
        }
    }

    private static func removeIfLeft(_ path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            time(nil) - facts.st_mtim.tv_sec >= draftSecondsMin,
            flock(file, LOCK_EX | LOCK_NB) == 0
        else { return }
        unlink(path)
    }

    deinit {
        if file >= 0 {
            close(file)
            unlink(draft)
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(file, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem("the export cannot be kept", folder) }
            rest = rest.dropFirst(count)
        }
    }

    /// Names the draft after its hash; the same export is kept once.
    func finish(sha256: String, suffix: String) throws(Problem) -> String {
        let path = "\(folder)/\(sha256)\(suffix)"
        guard fsync(file) == 0, rename(draft, path) == 0 else {
            throw Self.problem("the export cannot be kept", folder)
        }
        close(file)
        file = -1
        return path
    }

    private static func problem(_ what: String, _ folder: String) -> Problem {
        Problem(
            .storage, "\(what): \(String(cString: strerror(errno)))", at: folder,
            next: "make room or mend the folder, or set keepExports: false")
    }
}
