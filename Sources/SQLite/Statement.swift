// SPDX-License-Identifier: MIT

internal import CSQLite

/// A prepared statement of one connection, used on that connection's thread only.
///
/// Running it again while rows of an earlier run are being read is a programmer error and traps.
package final class Statement {
    let handle: OpaquePointer
    package let sql: String
    let parameterCount: Int32
    /// True from the first bind to the reset: someone reads its rows.
    private(set) var isInUse = false
    /// When the cache last gave it out, in uses of the cache.
    var lastUse = 0

    init(_ database: OpaquePointer, sql: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        var text = sql
        let (code, rest) = text.withUTF8 { utf8 in
            Statement.prepare(database, UnsafeRawBufferPointer(utf8), into: &handle)
        }
        guard code == SQLITE_OK else { throw SQLiteError(database, sql: sql) }
        guard let handle else {
            throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "empty statement", sql: sql)
        }
        guard rest else {
            sqlite3_finalize(handle)
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE, message: "more than one statement", sql: sql)
        }
        self.handle = handle
        self.sql = sql
        self.parameterCount = sqlite3_bind_parameter_count(handle)
    }

    deinit { sqlite3_finalize(handle) }

    /// Prepares the first statement of `text`; the flag says that nothing but blanks follows it.
    private static func prepare(
        _ database: OpaquePointer, _ text: UnsafeRawBufferPointer, into handle: inout OpaquePointer?
    ) -> (Int32, Bool) {
        guard let base = text.baseAddress, text.count < Int(Int32.max) else {
            return (SQLITE_OK, true)
        }
        let start = base.assumingMemoryBound(to: CChar.self)
        var tail: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(
            database, start, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
        let used = tail.map { $0 - start } ?? text.count
        let blank = text[used...].allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x3b || $0 == 0 }
        return (code, blank)
    }

    var database: OpaquePointer? { sqlite3_db_handle(handle) }

    /// True for a statement that changes nothing in the database file.
    package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }
}

extension Statement {
    /// Runs the statement to its end and drops the rows it may give.
    package func run<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) {
        try bind(repeat each values)
        defer { reset() }
        while try step() {}
    }

    /// Binds `values` to the parameters from the first on; their number must be exact.
    func bind<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) {
        begin()
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            let code = value.bind(to: self, at: index)
            guard code == SQLITE_OK else { throw abandon() }
        }
        precondition(index == parameterCount, "\(parameterCount) values are wanted by: \(sql)")
    }

    /// Binds a list whose length is known only at run time.
    func bind(list values: [Value]) throws(SQLiteError) {
        begin()
        for (offset, value) in values.enumerated() {
            let code = value.bind(to: self, at: Int32(offset + 1))
            guard code == SQLITE_OK else { throw abandon() }
        }
        precondition(values.count == parameterCount, "\(parameterCount) values for: \(sql)")
    }

    /// Goes to the next row; false at the end.
    func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(database, sql: sql)
        }
    }

    /// Forgets rows and values, so that neither a lock nor a large body outlives the use.
    func reset() {
        sqlite3_reset(handle)
        if parameterCount > 0 { sqlite3_clear_bindings(handle) }
        isInUse = false
    }

    func begin() {
        precondition(!isInUse, "the rows of this statement are still being read: \(sql)")
        isInUse = true
    }

    private func abandon() -> SQLiteError {
        let error = SQLiteError(database, sql: sql)
        reset()
        return error
    }
}
