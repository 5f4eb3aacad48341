// SPDX-License-Identifier: MIT

import Testing

@testable import SQLite

@Suite struct StatementTests {
    static let values: [Value] = [
        .null, .integer(0), .integer(.min), .integer(.max), .real(0.1), .real(-0.0),
        .text(""), .text("a\0b"), .text("\0"), .text("Größe 🚚"),
        .blob([]), .blob([0]), .blob([0xff, 0, 0xfe]),
    ]

    @Test(arguments: values)
    func `a value comes back as it was bound`(value: Value) throws {
        let database = try Connection.memory()
        #expect(try database.first("SELECT ?", value) { $0.value(0) } == value)
    }

    @Test func `a text keeps what follows a NUL`() throws {
        let database = try Connection.memory()
        try database.execute("CREATE TABLE note (text TEXT) STRICT")
        try database.run("INSERT INTO note VALUES (?)", "before\0after")
        let length = try database.first("SELECT length(CAST(text AS BLOB)) FROM note") { $0.int(0) }
        #expect(length == 12)
        #expect(try database.first("SELECT text FROM note") { $0.text(0) } == "before\0after")
    }

    @Test func `a large blob keeps every byte`() throws {
        let database = try Connection.memory()
        let body = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try database.first("SELECT ?", body) { $0.bytes(0) } == body)
        #expect(try database.first("SELECT ?", body) { $0.withBytes(0) { $0.count } } == 20_000_000)
    }

    @Test func `each Swift type is bound as its own storage class`() throws {
        let database = try Connection.memory()
        let missing: String? = nil
        let classes = try database.first(
            "SELECT ?, ?, ?, ?, ?, ?, ?, ?",
            1, Int64(2), true, 1.5, "text"[...], [UInt8](), [UInt8]([1, 2])[1...], missing
        ) { row in (0..<row.columnCount).map { row.storageClass($0) } }
        #expect(
            classes == [.integer, .integer, .integer, .real, .text, .blob, .blob, .null])
    }

    @Test func `what is lent is stored as if it were copied`() throws {
        let database = try Connection.memory()
        try database.execute("CREATE TABLE note (no INTEGER, text TEXT, body BLOB) STRICT")
        let insert = try database.statement("INSERT INTO note VALUES (?, ?, ?)")
        try lend([], 1, to: insert)
        try lend([0x61, 0, 0x62], nil, to: insert)
        var rows: [[Value]] = []
        try database.each("SELECT no, text, body FROM note") { row in
            rows.append([row.value(0), row.value(1), row.value(2)])
        }
        #expect(
            rows == [
                [.integer(1), .text(""), .blob([])],
                [.null, .text("a\0b"), .blob([0x61, 0, 0x62])],
            ])
    }

    private func lend(_ bytes: [UInt8], _ no: Int64?, to insert: Statement) throws {
        try bytes.withUnsafeBytes { lent in
            var binding = insert.binding()
            if let no { try binding.bind(no) } else { try binding.bindNull() }
            try binding.lend(text: lent)
            try binding.lend(blob: lent)
            try binding.run()
        }
    }

    @Test func `an empty buffer is empty text and not NULL`() throws {
        let database = try Connection.memory()
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        let classes = try database.first("SELECT ?, ?", Text(utf8: empty), Blob(empty)) {
            [$0.storageClass(0), $0.storageClass(1)]
        }
        #expect(classes == [.text, .blob])
    }

    @Test func `the same text is prepared once`() throws {
        let database = try Connection.memory()
        let first = try database.statement("SELECT 1")
        #expect(try database.statement("SELECT 1") === first)
    }

    @Test func `a statement whose rows are being read is not taken away`() throws {
        let database = try Connection.memory()
        let sql = "VALUES (1), (2), (3)"
        var pairs = 0
        try database.each(sql) { _ in try database.each(sql) { _ in pairs += 1 } }
        #expect(pairs == 9)
    }

    @Test func `the cache has a bound and drops the least recently used`() throws {
        let database = try Connection.memory()
        let kept = try database.statement("SELECT 'kept'")
        let dropped = try database.statement("SELECT 'dropped'")
        for number in 2..<StatementCache.statementsMax {
            _ = try database.statement("SELECT \(number)")
        }
        #expect(try database.statement("SELECT 'kept'") === kept)
        _ = try database.statement("SELECT 'one more'")
        #expect(database.cache.count == StatementCache.statementsMax)
        #expect(try database.statement("SELECT 'kept'") === kept)
        #expect(try database.statement("SELECT 'dropped'") !== dropped)
    }

    @Test(arguments: ["", "  ", "SELECT 1; SELECT 2", "-- nothing"])
    func `a text that is not exactly one statement is refused`(sql: String) throws {
        let database = try Connection.memory()
        #expect(throws: SQLiteError.self) { try database.run(sql) }
    }

    @Test func `the number of values must be exact`() async {
        await #expect(processExitsWith: .failure) {
            try Connection.memory().run("SELECT ?, ?", 1)
        }
        await #expect(processExitsWith: .failure) {
            try Connection.memory().run("SELECT ?", 1, 2)
        }
    }

    @Test func `running a statement while its rows are read traps`() async {
        await #expect(processExitsWith: .failure) {
            let statement = try Connection.memory().statement("SELECT 1")
            try statement.each { _ in try statement.run() }
        }
    }
}
