// SPDX-License-Identifier: MIT

import Synchronization
import Testing

@testable import SQLite

/// Drives groups without a thread, so that what shares a transaction is certain.
@Suite struct GroupCommitTests {
    struct Stop: Error, Equatable {}
    private let folder = TemporaryFolder()

    private func table() throws -> Connection {
        let database = try Connection.writer(folder.file("audit.db"))
        try database.execute("CREATE TABLE t (x INTEGER UNIQUE, body BLOB) STRICT")
        return database
    }

    private func numbers(_ database: Connection) throws -> [Int64] {
        try database.all("SELECT x FROM t ORDER BY x") { $0.int(0) }
    }

    /// Commits one group and gives back what each job was told.
    private func commit(
        _ jobs: [@Sendable (Connection) throws -> Void], on database: Connection,
        beforeCommit: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) -> [Result<Void, any Error>] {
        let told = Mutex<[Int: Result<Void, any Error>]>([:])
        let group = jobs.enumerated().map { index, body in
            WriteJob(body: body) { result in told.withLock { $0[index] = result } }
        }
        GroupCommit(beforeCommit: beforeCommit).run(group[...], on: database)
        return told.withLock { told in jobs.indices.compactMap { told[$0] } }
    }

    private func insert(_ number: Int) -> @Sendable (Connection) throws -> Void {
        { try $0.run("INSERT INTO t (x) VALUES (?)", number) }
    }

    private func succeeded(_ results: [Result<Void, any Error>]) -> [Bool] {
        results.map { if case .success = $0 { true } else { false } }
    }

    @Test func `a job that throws is undone and the others are kept`() throws {
        let database = try table()
        let results = commit(
            [
                insert(1),
                {
                    try $0.run("INSERT INTO t (x) VALUES (2)")
                    throw Stop()
                },
                insert(1), insert(3),
            ], on: database)
        #expect(succeeded(results) == [true, false, false, true])
        #expect(throws: Stop.self) { try results[1].get() }
        let repeated = #expect(throws: SQLiteError.self) { try results[2].get() }
        #expect(repeated?.isConstraint == true)
        #expect(try numbers(database) == [1, 3])
    }

    @Test(arguments: [1, 3])
    func `the hook sees every job's rows inside the transaction`(jobs: Int) throws {
        let database = try table()
        let results = commit((1...jobs).map(insert), on: database) { connection in
            #expect(connection.isInTransaction)
            let count = try connection.first("SELECT count(*) FROM t") { $0.int(0) } ?? 0
            try connection.run("INSERT INTO t (x) VALUES (?)", 100 + count)
        }
        #expect(succeeded(results).allSatisfy { $0 })
        #expect(try numbers(database).last == Int64(100 + jobs))
    }

    @Test(arguments: [1, 3])
    func `a hook that throws undoes the whole group`(jobs: Int) throws {
        let database = try table()
        let results = commit((1...jobs).map(insert), on: database) { _ in throw Stop() }
        for result in results { #expect(throws: Stop.self) { try result.get() } }
        #expect(try numbers(database) == [])
        #expect(succeeded(commit([insert(1)], on: database)) == [true])
    }

    @Test(arguments: [1, 2])
    func `the hook does not run when every job failed`(jobs: Int) throws {
        let database = try table()
        let stop: @Sendable (Connection) throws -> Void = { _ in throw Stop() }
        let results = commit(Array(repeating: stop, count: jobs), on: database) { _ in
            Issue.record("nothing was written")
        }
        #expect(succeeded(results).allSatisfy { !$0 })
        #expect(!database.isInTransaction)
    }

    @Test func `a full disk leaves nothing half done`() throws {
        let database = try table()
        #expect(succeeded(commit([insert(1)], on: database)) == [true])
        let pages = try database.first("PRAGMA page_count") { $0.int(0) } ?? 0
        try database.run("PRAGMA max_page_count = \(pages + 2)")
        let large: @Sendable (Connection) throws -> Void = {
            try $0.run("INSERT INTO t VALUES (2, zeroblob(1000000))")
        }
        let results = commit([insert(3), large, insert(4)], on: database)
        let full = #expect(throws: SQLiteError.self) { try results[1].get() }
        #expect(full?.isFull == true && full?.isStorage == true)
        let expected = zip([3, 4], [results[0], results[2]]).filter { succeeded([$0.1]) == [true] }
        #expect(try numbers(database) == [1] + expected.map { Int64($0.0) })
    }

    @Test func `a lock that another connection holds fails the group`() throws {
        let database = try table()
        let other = try Connection.writer(folder.file("audit.db"))
        database.waitForLocks(milliseconds: 0)
        try other.transaction {
            let results = commit([insert(1), insert(2)], on: database)
            for result in results {
                let error = #expect(throws: SQLiteError.self) { try result.get() }
                #expect(error?.isBusy == true)
            }
        }
        #expect(succeeded(commit([insert(1), insert(2)], on: database)) == [true, true])
    }

    @Test func `a job that ends the transaction traps`() async {
        await #expect(processExitsWith: .failure) {
            let database = try Connection.memory()
            let job = WriteJob(body: { try $0.run("COMMIT") }, done: { _ in })
            GroupCommit(beforeCommit: { _ in }).run([job], on: database)
        }
    }
}
