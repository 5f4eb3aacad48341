// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import SQLite

@Suite struct ErrorTests {
    @Test func `an error has code, message and statement but never a value`() throws {
        let database = try Connection.memory()
        try database.execute("CREATE TABLE key (id TEXT PRIMARY KEY) STRICT")
        try database.run("INSERT INTO key VALUES (?)", "s3cret")
        let error = try #require(throws: SQLiteError.self) {
            try database.run("INSERT INTO key VALUES (?)", "s3cret")
        }
        #expect(error.isConstraint)
        #expect(error.extendedCode == 1555)
        #expect(error.sql == "INSERT INTO key VALUES (?)")
        #expect(!error.description.contains("s3cret"))
    }

    @Test func `a text in double quotes is an error`() throws {
        let database = try Connection.memory()
        #expect(throws: SQLiteError.self) { try database.run("SELECT \"no such column\"") }
    }

    @Test func `foreign keys are enforced`() throws {
        let database = try Connection.memory()
        try database.execute(
            """
            CREATE TABLE run (id INTEGER PRIMARY KEY) STRICT;
            CREATE TABLE item (run INTEGER NOT NULL REFERENCES run) STRICT;
            """)
        let error = try #require(throws: SQLiteError.self) {
            try database.run("INSERT INTO item VALUES (1)")
        }
        #expect(error.extendedCode == 787)
    }

    static let words: [(code: Int32, word: ErrorWord, says: String)] = [
        (13, .storage, "no space left"),
        (10, .storage, "disk failed"),
        (10 | 4 << 8, .storage, "disk failed"),
        (8, .storage, "cannot be written"),
        (14, .storage, "cannot be opened"),
        (5, .locked, "another process"),
        (5 | 1 << 8, .locked, "another process"),
        (11, .auditInvalid, "damaged"),
        (26, .auditInvalid, "damaged"),
        (1, .internal, "refused a statement"),
        (19, .internal, "refused a statement"),
    ]

    @Test(arguments: words)
    func `a code becomes a sentence`(code: Int32, word: ErrorWord, says: String) {
        let problem = SQLiteError(extendedCode: code, message: "m").problem(at: "audit.db")
        #expect(problem.word == word)
        #expect(problem.what.contains(says))
        #expect(problem.place == "audit.db")
    }
}
