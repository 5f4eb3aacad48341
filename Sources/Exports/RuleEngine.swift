// SPDX-License-Identifier: MIT

import CSQLite
import Model
import SQLite

/// The SQLite connection that rules run on: one table, pure functions, nothing else.
final class RuleEngine {
    /// So many steps of SQLite's machine may one row take; an expression of a thousand terms needs
    /// far fewer.
    static let stepsPerRowMax = 10_000_000
    static let stepsPerCall: Int32 = 100_000
    static let textBytesMax: Int32 = 64 << 20
    static let patternBytesMax: Int32 = 2000

    let connection: Connection
    let table: VirtualTable
    let authorizer = RuleAuthorizer()
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private var callsThisRow = 0

    var database: OpaquePointer { connection.handle }

    init(_ row: CurrentRow, _ layout: TableLayout) throws(Problem) {
        do throws(SQLiteError) { connection = try Connection.memory() } catch {
            throw Problem(.internal, "the rule engine cannot start: \(error)")
        }
        table = VirtualTable(row, layout)
        let handle = connection.handle
        let columnsMax = Int(sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, -1))
        guard layout.columns.count <= columnsMax else {
            throw Problem(
                .notATable,
                "the export has \(layout.columns.count) columns with the fields of rules, "
                    + "and an SQL table at most \(columnsMax)",
                at: row.reader.source.name,
                next: "export fewer columns; keys of JSON that differ by row make a column each")
        }
        guard table.register(on: handle), RuleFunctions.register(on: handle, for: row) else {
            throw Problem(.internal, "the rule engine has no table")
        }
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.textBytesMax)
        sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, Self.patternBytesMax)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        // The first use declares the table, which the authorizer would have to allow as DDL.
        try run("SELECT 1 FROM export LIMIT 0")
        authorizer.attach(to: handle)
        watch(handle)
    }

    private func run(_ sql: String) throws(Problem) {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw Problem(
                .notATable,
                "the columns make no table: \(String(cString: sqlite3_errmsg(database)))")
        }
    }

    /// Ends a rule that does not come to an end.
    private func watch(_ handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, Self.stepsPerCall,
            { owner in
                guard let owner else { return 1 }
                return Unmanaged<RuleEngine>.fromOpaque(owner).takeUnretainedValue().mayGoOn()
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func mayGoOn() -> Int32 {
        callsThisRow += 1
        return callsThisRow > Self.stepsPerRowMax / Int(Self.stepsPerCall) ? 1 : 0
    }

    /// Steps to the next row; the first column of the answer, nil at the end.
    @inline(__always)
    func step(_ statement: OpaquePointer?) throws(Problem) -> Int64? {
        callsThisRow = 0
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return sqlite3_column_int64(statement, 0) }
        if code == SQLITE_DONE { return nil }
        throw problem(code)
    }

    func problem(_ code: Int32) -> Problem {
        if let problem = table.row.problem { return problem }
        let place = "\(table.row.reader.source.name) line \(table.row.reader.line)"
        if code & 0xFF == SQLITE_INTERRUPT {
            return Problem(.ruleInvalid, "a rule does not come to an end", at: place)
        }
        return Problem(
            .ruleInvalid,
            "a rule fails on a row: \(String(cString: sqlite3_errmsg(connection.handle)))",
            at: place)
    }

    deinit { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
}
