// SPDX-License-Identifier: MIT

internal import CSQLite

extension Connection {
    /// Runs one statement to its end.
    package func run<each V: Bindable>(_ sql: String, _ values: repeat each V) throws(SQLiteError) {
        try statement(sql).run(repeat each values)
    }

    /// Runs one statement whose values are a list known at run time.
    package func run(_ sql: String, list values: [Value]) throws(SQLiteError) {
        let statement = try statement(sql)
        try statement.bind(list: values)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// Starts reading rows; the cursor's end releases them.
    package func cursor<each V: Bindable>(
        _ sql: String, _ values: repeat each V
    ) throws(SQLiteError) -> Cursor {
        try statement(sql).cursor(repeat each values)
    }

    /// Starts reading rows for values that are a list known at run time.
    package func cursor(_ sql: String, list values: [Value]) throws(SQLiteError) -> Cursor {
        let statement = try statement(sql)
        try statement.bind(list: values)
        return Cursor(statement)
    }

    /// Calls `body` with each row.
    package func each<each V: Bindable>(
        _ sql: String, _ values: repeat each V, row body: (borrowing Row) throws -> Void
    ) throws {
        try statement(sql).each(repeat each values, row: body)
    }

    /// What `read` makes of the first row; nil when there is none.
    package func first<R, each V: Bindable>(
        _ sql: String, _ values: repeat each V, row read: (borrowing Row) throws -> R
    ) throws -> R? {
        try statement(sql).first(repeat each values, row: read)
    }

    /// What `read` makes of every row.
    package func all<R, each V: Bindable>(
        _ sql: String, _ values: repeat each V, row read: (borrowing Row) throws -> R
    ) throws -> [R] {
        try statement(sql).all(repeat each values, row: read)
    }

    /// Runs `body`, whose statements sort more than memory should hold: in a file without a name.
    package func sortingInFile<R>(_ body: () throws -> R) throws -> R {
        try run("PRAGMA temp_store = FILE")
        // Where it cannot be set back only the next large sort is slower.
        defer { try? run("PRAGMA temp_store = MEMORY") }
        return try body()
    }

    /// Runs a text of many statements without values, such as a schema.
    package func execute(_ script: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteError(handle, sql: script)
        }
    }

    /// The rowid the last INSERT gave.
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last INSERT, UPDATE or DELETE changed.
    package var changedRows: Int64 { sqlite3_changes64(handle) }
}
