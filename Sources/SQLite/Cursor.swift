// SPDX-License-Identifier: MIT

/// The rows of one run of a statement, pulled one by one; ending its life resets the statement.
package struct Cursor: ~Copyable {
    private let statement: Statement
    /// The row it stands on; meaningful after `next()` gave true.
    package let row: Row

    init(_ bound: Statement) {
        statement = bound
        row = Row(handle: bound.handle)
    }

    deinit { statement.reset() }

    /// Goes to the next row; false at the end, after which it must not be called again.
    package func next() throws(SQLiteError) -> Bool { try statement.step() }
}

extension Statement {
    /// Starts reading rows.
    package func cursor<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) -> Cursor {
        try bind(repeat each values)
        return Cursor(self)
    }

    /// Calls `body` with each row.
    package func each<each V: Bindable>(
        _ values: repeat each V, row body: (borrowing Row) throws -> Void
    ) throws {
        let cursor = try cursor(repeat each values)
        while try cursor.next() { try body(cursor.row) }
    }

    /// What `read` makes of the first row; nil when there is none.
    package func first<R, each V: Bindable>(
        _ values: repeat each V, row read: (borrowing Row) throws -> R
    ) throws -> R? {
        let cursor = try cursor(repeat each values)
        return try cursor.next() ? read(cursor.row) : nil
    }

    /// What `read` makes of every row.
    package func all<R, each V: Bindable>(
        _ values: repeat each V, row read: (borrowing Row) throws -> R
    ) throws -> [R] {
        var results: [R] = []
        let cursor = try cursor(repeat each values)
        while try cursor.next() { results.append(try read(cursor.row)) }
        return results
    }
}
