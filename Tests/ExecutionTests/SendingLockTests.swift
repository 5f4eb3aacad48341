// SPDX-License-Identifier: MIT

import Execution
import Glibc
import Model
import Testing

struct SendingLockTests {
    private struct StandingClock: Clock {
        let now = Timestamp(milliseconds: 0)
        let monotonicMilliseconds: Int64 = 0
    }

    private let folder = TemporaryFolder()
    private var database: String { folder.file("audit.db") }

    init() { close(open(database, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)) }

    private func take(_ path: String) throws(Problem) -> SendingLock {
        try SendingLock.take(
            beside: path, holder: "somebody", waitMilliseconds: 0, clock: StandingClock())
    }

    @Test func `one at a time holds it, and says who`() throws {
        let lock = try take(database)
        #expect {
            try take(database)
        } throws: {
            ($0 as? Problem)?.what == "another process is sending: somebody"
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `it can be taken again when it was let go`() throws {
        for _ in 0..<3 { _ = try take(database) }
    }

    @Test func `removing the file beside the database frees nothing`() throws {
        let lock = try take(database)
        unlink(database + ".lock")
        #expect {
            try take(database)
        } throws: {
            ($0 as? Problem)?.word == .locked
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `another way to the same database is the same lock`() throws {
        let lock = try take(database)
        symlink(database, folder.file("other.db"))
        #expect {
            try take(folder.file("other.db"))
        } throws: {
            ($0 as? Problem)?.word == .locked
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `a database with a second name is not sent from`() throws {
        link(database, folder.file("other.db"))
        #expect {
            try take(database)
        } throws: {
            ($0 as? Problem)?.what == "the audit database has 2 names (hard links)"
        }
    }

    @Test func `a database that cannot be opened is said to be`() throws {
        let path = folder.file("loop.db")
        symlink(path, path)
        #expect {
            try take(path)
        } throws: {
            ($0 as? Problem)?.what.hasPrefix("it cannot be locked: ") == true
        }
    }

    @Test func `nothing is locked where no database is yet`() throws {
        let path = folder.file("none.db.plan")
        let lock = try take(path)
        #expect(access(path, F_OK) != 0)
        withExtendedLifetime(lock) {}
    }

    @Test func `others know of which runs something may still leave`() throws {
        let lock = try take(database)
        func ends(_ run: Int64?) -> Bool {
            SendingLock.waitUntilEnded(run, of: database, milliseconds: 0)
        }
        lock.beginSending(3)
        lock.beginSending(4)
        #expect([3, 4, 5, nil].map(ends) == [false, false, true, false])
        lock.endSending(3)
        #expect([3, 4, nil].map(ends) == [true, false, false])
        lock.endSending(4)
        #expect(ends(nil))
    }
}
