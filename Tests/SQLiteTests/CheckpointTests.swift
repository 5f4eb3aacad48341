// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import SQLite

@Suite struct CheckpointTests {
    private let folder = TemporaryFolder()

    private func table() throws -> Connection {
        let database = try Connection.writer(folder.file("audit.db"))
        try database.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, body BLOB) STRICT")
        return database
    }

    private func size(_ name: String) -> Int {
        var status = stat()
        return stat(folder.file(name), &status) == 0 ? status.st_size : 0
    }

    /// Writes about a thousand pages in one transaction.
    private func fill(_ database: Connection) throws {
        try database.transaction {
            for _ in 0..<1000 { try database.run("INSERT INTO t (body) VALUES (zeroblob(4000))") }
        }
    }

    @Test func `the log is copied when it has grown and does not grow for ever`() throws {
        let database = try table()
        for _ in 0..<20 { try fill(database) }
        #expect(size("audit.db") > 50_000_000)
        #expect(size("audit.db-wal") < 25_000_000)
        #expect(database.logPages < Connection.checkpointPages + 1100)
        #expect(!database.isInTransaction && database.gate?.isInTransaction == false)
    }

    @Test func `a reader keeps its state while the log is copied around it`() throws {
        let database = try table()
        try fill(database)
        let reader = try Connection.reader(folder.file("audit.db"))
        try reader.snapshot {
            let before = try reader.first("SELECT count(*) FROM t") { $0.int(0) }
            for _ in 0..<6 { try fill(database) }
            #expect(try !database.checkpoint())
            #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == before)
        }
        #expect(try database.checkpoint())
        #expect(size("audit.db-wal") == 0)
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 7000)
    }

    @Test func `nothing is copied while another connection writes`() throws {
        let database = try table()
        try fill(database)
        let other = try Connection.writer(folder.file("audit.db"))
        let before = size("audit.db")
        try other.transaction {
            try other.run("INSERT INTO t DEFAULT VALUES")
            #expect(try !database.checkpoint())
            #expect(size("audit.db") == before)
        }
        #expect(try database.checkpoint())
        #expect(size("audit.db") > before)
    }

    @Test func `the last writer to close leaves one file`() throws {
        do {
            let database = try table()
            for _ in 0..<5 { try fill(database) }
            #expect(database.gate != nil)
        }
        #expect(!exists(folder.file("audit.db-wal")) && !exists(folder.file("audit.db-shm")))
        let reader = try Connection.reader(folder.file("audit.db"))
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 5000)
    }
}
