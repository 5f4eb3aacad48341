// SPDX-License-Identifier: MIT

import Glibc

/// The file behind a `file:` or `credential:` reference.
enum SecretFile {
    /// The bytes of a file, or of a pipe such as a shell makes for `<(…)`.
    static func bytes(of path: String) throws(Secret.Flaw) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .system(errno) }
        switch facts.st_mode & S_IFMT {
        case S_IFREG, S_IFIFO: break
        case S_IFDIR: throw .unreadable("it is a directory")
        default: throw .unreadable("it is no file")
        }
        return try Descriptor.bytes(
            from: descriptor, deadline: Deadline(seconds: SecretReader.fileSecondsMax))
    }

    /// What a person should know about who else can get at a file; nil when there is nothing.
    ///
    /// Secret mounts of containers and of systemd are often readable by all inside a private file
    /// system, and group-readable files are how services share a secret: neither is worth a word.
    static func advice(on path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        if facts.st_mode & S_IWOTH != 0 { return "can be changed by every user of this machine" }
        let isMount = ["/run/", "/var/run/", "/dev/shm/"].contains { path.hasPrefix($0) }
        return facts.st_mode & S_IROTH != 0 && !isMount
            ? "can be read by every user of this machine" : nil
    }
}
