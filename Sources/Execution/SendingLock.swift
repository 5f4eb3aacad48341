// SPDX-License-Identifier: MIT

import Glibc
package import Model

/// Held while a process sends on an audit database; the kernel lets go when the process dies.
///
/// A lock by time or by process number would be stolen from a living process, or outlive a dead
/// one; this one does neither. It is held twice: on a file that says who has it, and on the
/// database itself, for people remove the file beside it after they were turned away.
package final class SendingLock: Sendable {
    static let pollMicroseconds: UInt32 = 50_000
    static let holderBytesMax = 512
    /// Whoever asks who is sending touches the lock for a moment; that must refuse nobody.
    static let gracePolls = 1

    private let file: Int32
    /// The database itself, where there is one.
    let database: Int32?

    private init(_ file: Int32, _ database: Int32?) {
        (self.file, self.database) = (file, database)
    }

    /// The database's descriptor is let go and never closed: closing any of them would end the
    /// locks SQLite holds in this process, of which these know nothing.
    deinit {
        endAll()
        if let database { flock(database, LOCK_UN) }
        close(file)
    }

    /// Takes the lock, waiting for it at most that long; `holder` says to others who has it.
    package static func take(
        beside database: String, holder: String, waitMilliseconds: Int64, clock: some Clock
    ) throws(Problem) -> SendingLock {
        let inode = try open(database)
        let path = database + ".lock"
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw Problem(
                .storage, "the lock cannot be opened: \(String(cString: strerror(errno)))",
                at: path, next: "ls -ld \(path)")
        }
        let lock = SendingLock(file, inode)
        let deadline = clock.monotonicMilliseconds + waitMilliseconds
        var grace = gracePolls
        while !lock.isTaken() {
            guard errno == EWOULDBLOCK || errno == EINTR,
                clock.monotonicMilliseconds < deadline || grace > 0
            else { throw lock.taken(database) }
            grace -= 1
            usleep(pollMicroseconds)
        }
        lock.write(holder)
        return lock
    }

    private func isTaken() -> Bool {
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return false }
        return database.map { flock($0, LOCK_EX | LOCK_NB) == 0 } ?? true
    }

    /// Opens the database to lock it; nil where there is none yet.
    private static func open(_ database: String) throws(Problem) -> Int32? {
        let file = Glibc.open(database, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Problem(
                .storage, "it cannot be locked: \(String(cString: strerror(errno)))",
                at: database, next: "ls -ld \(database)")
        }
        try refuseSecondName(file, database)
        return file
    }

    /// Under each of its names SQLite would keep another write-ahead log of one database.
    private static func refuseSecondName(_ file: Int32, _ database: String) throws(Problem) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_nlink > 1 else { return }
        throw Problem(
            .usage, "the audit database has \(status.st_nlink) names (hard links)", at: database,
            next: "find / -samefile \(database), and keep one name")
    }

    private func taken(_ database: String) -> Problem {
        let holder = Self.holder(file)
        return Problem(
            .locked, "another process is sending" + (holder.isEmpty ? "" : ": \(holder)"),
            at: database, next: "wait for it, add --lock-wait 10m, or rescind stop")
    }

    private static func holder(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: holderBytesMax)
        let count = pread(file, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private func write(_ holder: String) {
        // Only for people: a name that cannot be written does not weaken the lock.
        _ = ftruncate(file, 0)
        let bytes = Array(holder.utf8.prefix(Self.holderBytesMax))
        _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    }
}

// MARK: Who has it
extension SendingLock {
    /// The process that is sending now, as it names itself: `run 3 by …`.
    package struct Holder: Sendable {
        package let words: String

        /// Whether that run is among what it sends.
        package func isSending(_ run: Int64) -> Bool {
            let runs = words.split(separator: " by ", maxSplits: 1).first ?? ""
            return runs.split { !$0.isNumber }.contains(Substring(String(run)))
        }
    }

    /// Who is sending on a database; nil when nobody is.
    ///
    /// It writes nothing.
    package static func holder(beside database: String) -> Holder? {
        let file = Glibc.open(database + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return Holder(words: holder(file))
    }
}
