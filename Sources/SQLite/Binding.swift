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
        guard value.bind(to: statement, at: index) == SQLITE_OK else {
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
