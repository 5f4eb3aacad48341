// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import SQLite

@Suite struct CrashTests {
    private let folder = TemporaryFolder()

    /// The hook writes how many rows there are: it must agree with the rows after any kill.
    private static func writer(_ path: String) throws -> Writer {
        let database = try Connection.writer(path)
        try database.execute(
            """
            CREATE TABLE IF NOT EXISTS t (x INTEGER NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS head (size INTEGER NOT NULL) STRICT;
            INSERT INTO head SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM head);
            """)
        return Writer(owning: database) {
            try $0.run("UPDATE head SET size = (SELECT count(*) FROM t)")
        }
    }

    @Test func `what was told to be on disk survives kill -9, whole groups only`() async throws {
        let path = folder.file("audit.db")
        let told = folder.file("told")
        var known: Int64 = 0
        for round in 1...5 {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, told = told as String, round = round as Int] in
                let log = open(told, O_CREAT | O_WRONLY | O_APPEND, 0o600)
                let writer = try Self.writer(path)
                let last = round * 137
                for number in 1...10_000 {
                    writer.submit({ try $0.run("INSERT INTO t VALUES (?), (?)", number, number) }) {
                        guard case .success = $0 else { return }
                        write(log, "x", 1)
                        if number == last { kill(getpid(), SIGKILL) }
                    }
                }
                try writer.close()
            }
            var status = stat()
            try #require(stat(told, &status) == 0)
            let database = try Connection.writer(path)
            let rows = try database.first("SELECT count(*) FROM t") { $0.int(0) } ?? 0
            let head = try database.first("SELECT size FROM head") { $0.int(0) }
            #expect(rows >= Int64(status.st_size) * 2 && rows % 2 == 0 && head == rows)
            #expect(rows > known)
            known = rows
            #expect(try database.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
        }
    }

    @Test func `a writer in another process is waited for`() async throws {
        let path = folder.file("audit.db")
        try Self.writer(path).close()
        async let other = #expect(processExitsWith: .success) { [path = path as String] in
            let writer = try Self.writer(path)
            for number in 1...300 {
                try await writer.write { try $0.run("INSERT INTO t VALUES (?)", number) }
            }
            try writer.close()
        }
        let writer = try Self.writer(path)
        for number in 1...300 {
            try await writer.write { try $0.run("INSERT INTO t VALUES (?)", number) }
        }
        _ = await other
        try writer.close()
        let counts = try Connection.reader(path).first(
            "SELECT (SELECT count(*) FROM t), (SELECT size FROM head)"
        ) { [$0.int(0), $0.int(1)] }
        #expect(counts == [600, 600])
    }

    private static let thousandRows = """
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000)
        INSERT INTO t SELECT x FROM n
        """

    /// Mounting needs root; the page limit in `GroupCommitTests` covers the rest.
    @Test(.enabled(if: geteuid() == 0))
    func `a disk that fills up fails the group and keeps what was committed`() async throws {
        let disk = folder.file("disk")
        try #require(mkdir(disk, 0o700) == 0)
        guard mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0 else {
            try Test.cancel("this container may not mount")
        }
        defer {
            umount(disk)
            rmdir(disk)
        }
        let writer = try Self.writer(disk + "/audit.db")
        var kept: Int64 = 0
        let failure = await #expect(throws: SQLiteError.self) {
            while true {
                try await writer.write {
                    try $0.run(Self.thousandRows)
                }
                kept += 1000
            }
        }
        #expect(failure?.isStorage == true)
        try? writer.close()
        let reader = try Connection.reader(disk + "/audit.db")
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == kept)
        #expect(try reader.first("SELECT size FROM head") { $0.int(0) } == kept)
    }
}
