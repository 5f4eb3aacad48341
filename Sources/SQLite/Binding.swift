// SPDX-License-Identifier: MIT

internal import CSQLite

/// A statement whose values are bound one after the other, by a caller who does more with each.
///
/// A list of values of many types is cheap only where the compiler sees the whole call; where it
/// crosses a room, each call asks the runtime what the list is made of.
package struct Binding: ~Copyable {
    private let statement: Statement
    private var index: Int32 = 0

    init(_ statement: Statement) {
        self.statement = statement
        statement.begin()
    }

    deinit { statement.reset() }

    /// Binds the next value.
    package mutating func bind(_ value: some Bindable) throws(SQLiteError) {
        index += 1
        try check(value.bind(to: statement, at: index))
    }

    package mutating func bind(_ number: Int64) throws(SQLiteError) {
        index += 1
        try check(sqlite3_bind_int64(statement.handle, index, number))
    }

    package mutating func bindNull() throws(SQLiteError) {
        index += 1
        try check(sqlite3_bind_null(statement.handle, index))
    }

    /// Binds text that is not copied: it must stay where it is until this binding has ended.
    package mutating func lend(text utf8: UnsafeRawBufferPointer) throws(SQLiteError) {
        index += 1
        try check(rescind_lend_text(statement.handle, index, utf8.baseAddress, utf8.count))
    }

    /// The same for a blob.
    package mutating func lend(blob bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        index += 1
        try check(rescind_lend_blob(statement.handle, index, bytes.baseAddress, bytes.count))
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else {
            throw SQLiteError(statement.database, sql: statement.sql)
        }
    }

    /// Runs the statement to its end; every parameter must have its value.
    package consuming func run() throws(SQLiteError) {
        precondition(
            index == statement.parameterCount,
            "\(statement.parameterCount) values are wanted by: \(statement.sql)")
        while try statement.step() {}
    }
}

extension Statement {
    /// Begins to bind values, the first parameter's first.
    package func binding() -> Binding { Binding(self) }
}
