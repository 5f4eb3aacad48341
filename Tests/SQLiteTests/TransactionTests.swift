// SPDX-License-Identifier: MIT

import Testing

@testable import SQLite

@Suite struct TransactionTests {
    struct Stop: Error {}

    private func table() throws -> Connection {
        let database = try Connection.memory()
        try database.execute("CREATE TABLE t (x INTEGER UNIQUE) STRICT")
        return database
    }

    private func numbers(_ database: Connection) throws -> [Int64] {
        try database.all("SELECT x FROM t ORDER BY x") { $0.int(0) }
    }

    @Test func `a transaction is kept whole`() throws {
        let database = try table()
        let result = try database.transaction {
            try database.run("INSERT INTO t VALUES (?)", 1)
            try database.run("INSERT INTO t VALUES (?)", 2)
            return "made"
        }
        #expect(result == "made")
        #expect(try numbers(database) == [1, 2])
        #expect(!database.isInTransaction)
    }

    @Test func `a transaction whose body throws leaves nothing`() throws {
        let database = try table()
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (?)", 1)
                throw Stop()
            }
        }
        #expect(try numbers(database) == [])
        #expect(!database.isInTransaction)
    }

    @Test func `a savepoint undoes its own part only`() throws {
        let database = try table()
        try database.transaction {
            try database.run("INSERT INTO t VALUES (?)", 1)
            #expect(throws: Stop.self) {
                try database.savepoint {
                    try database.run("INSERT INTO t VALUES (?)", 2)
                    try database.savepoint { try database.run("INSERT INTO t VALUES (?)", 3) }
                    throw Stop()
                }
            }
            try database.savepoint { try database.run("INSERT INTO t VALUES (?)", 4) }
        }
        #expect(try numbers(database) == [1, 4])
    }

    @Test func `a transaction inside a transaction traps`() async {
        await #expect(processExitsWith: .failure) {
            let database = try Connection.memory()
            try database.transaction { try database.transaction {} }
        }
    }

    @Test func `a savepoint outside a transaction traps`() async {
        await #expect(processExitsWith: .failure) {
            try Connection.memory().savepoint {}
        }
    }
}
