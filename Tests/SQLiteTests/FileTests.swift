// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import SQLite

@Suite struct FileTests {
    private let folder = TemporaryFolder()

    private func made(_ name: String = "audit.db") throws -> Connection {
        let database = try Connection.writer(folder.file(name))
        try database.execute("CREATE TABLE t (x INTEGER) STRICT")
        try database.run("INSERT INTO t VALUES (1)")
        return database
    }

    @Test func `the file and its two companions are for the owner only`() throws {
        let before = umask(0)
        defer { umask(before) }
        let database = try made()
        for name in ["audit.db", "audit.db-wal", "audit.db-shm"] {
            #expect(mode(folder.file(name)) == 0o600)
        }
        _ = database
    }

    @Test func `the writer's settings hold`() throws {
        let database = try made()
        let settings: [(String, String)] = [
            ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
            ("trusted_schema", "0"), ("busy_timeout", "10000"),
        ]
        for (name, value) in settings {
            #expect(try database.first("PRAGMA \(name)") { $0.text(0) } == value)
        }
        #expect(throws: SQLiteError.self) {
            try database.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema")
        }
    }

    @Test func `a link in place of the file is refused and its target left alone`() throws {
        let target = folder.file("elsewhere")
        try #require(symlink(target, folder.file("audit.db")) == 0)
        let error = try #require(throws: SQLiteError.self) {
            try Connection.writer(folder.file("audit.db"))
        }
        #expect(error.isStorage)
        #expect(error.message.contains("symbolic link"))
        #expect(!exists(target))
    }

    @Test func `a link among the folders is resolved`() throws {
        let link = folder.file("here")
        try #require(symlink(folder.path, link) == 0)
        let database = try Connection.writer(link + "/audit.db")
        #expect(database.path == folder.file("audit.db"))
    }

    @Test func `a link in place of a companion is not followed`() throws {
        let target = folder.file("elsewhere")
        try #require(symlink(target, folder.file("audit.db-wal")) == 0)
        #expect(throws: SQLiteError.self) { _ = try made() }
        #expect(!exists(target))
    }

    @Test func `a reader sees what the writer committed and cannot write`() throws {
        let database = try made()
        let reader = try Connection.reader(folder.file("audit.db"))
        try database.run("INSERT INTO t VALUES (2)")
        #expect(try reader.first("SELECT sum(x) FROM t") { $0.int(0) } == 3)
        let error = try #require(throws: SQLiteError.self) {
            try reader.run("INSERT INTO t VALUES (3)")
        }
        #expect(error.isStorage)
    }

    @Test func `a reader's snapshot does not move`() throws {
        let database = try made()
        let reader = try Connection.reader(folder.file("audit.db"))
        try reader.snapshot {
            let before = try reader.first("SELECT count(*) FROM t") { $0.int(0) }
            try database.run("INSERT INTO t VALUES (2)")
            #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == before)
        }
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 2)
    }

    @Test func `a reader that ends leaves the log for the writer`() throws {
        let database = try made()
        do { _ = try Connection.reader(folder.file("audit.db")) }
        #expect(exists(folder.file("audit.db-wal")))
        #expect(try database.checkpoint())
    }

    @Test func `a reader of a missing file makes none`() {
        #expect(throws: SQLiteError.self) { try Connection.reader(folder.file("none.db")) }
        #expect(!exists(folder.file("none.db")))
    }

    @Test(arguments: [0o500, 0o700] as [UInt32])
    func `an unprivileged reader reads a 0400 file in any folder`(folderMode: UInt32) async throws {
        let path = folder.file("a %?#é.db")
        do { try #require(try made("a %?#é.db").checkpoint()) }
        try #require(chmod(path, 0o400) == 0)
        if geteuid() == 0 {
            try #require(chown(path, 65534, 65534) == 0 && chown(folder.path, 65534, 65534) == 0)
        }
        try #require(chmod(folder.path, folderMode) == 0)
        await #expect(processExitsWith: .success) { [path = path as String] in
            if geteuid() == 0 { try #require(setgid(65534) == 0 && setuid(65534) == 0) }
            for _ in 1...2 {
                let sum = try Connection.reader(path).first("SELECT x FROM t") { $0.int(0) }
                try #require(sum == 1)
            }
        }
        chmod(folder.path, 0o700)
    }

    @Test func `identity and schema number are kept in the file`() throws {
        let database = try made()
        #expect(try database.applicationID() == 0 && database.schemaVersion() == 0)
        try database.setApplicationID(0x7265_7363)
        try database.setSchemaVersion(7)
        let reader = try Connection.reader(folder.file("audit.db"))
        #expect(try reader.applicationID() == 0x7265_7363 && reader.schemaVersion() == 7)
    }

    @Test func `a copy is one state of the database and for the owner only`() throws {
        let database = try made()
        let reader = try Connection.reader(folder.file("audit.db"))
        try database.transaction {
            try database.run("INSERT INTO t VALUES (2)")
            try reader.copy(to: folder.file("copy.db"))
        }
        #expect(mode(folder.file("copy.db")) == 0o600)
        let copy = try Connection.reader(folder.file("copy.db"))
        #expect(try copy.all("SELECT x FROM t") { $0.int(0) } == [1])
        #expect(try copy.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
    }

    @Test func `a copy overwrites nothing`() throws {
        let database = try made()
        let error = try #require(throws: SQLiteError.self) {
            try database.copy(to: folder.file("audit.db"))
        }
        #expect(error.message.contains("exists"))
        #expect(try database.all("SELECT x FROM t") { $0.int(0) } == [1])
    }

    @Test func `a folder or a file that cannot be is named`() {
        for path in [folder.path, folder.file("none/audit.db"), folder.path + "/", ""] {
            let error = #expect(throws: SQLiteError.self) { try Connection.writer(path) }
            #expect(error?.isStorage == true)
        }
    }

    @Test func `a file that is no database is named as such`() throws {
        let path = folder.file("text.db")
        let file = fopen(path, "w")
        fputs(String(repeating: "this is not a database\n", count: 100), file)
        fclose(file)
        let error = try #require(throws: SQLiteError.self) { try Connection.writer(path) }
        #expect(error.isCorrupt)
    }
}
