// SPDX-License-Identifier: MIT

internal import CSQLite

/// One value of any of SQLite's five storage classes, for code that learns the columns at run time.
package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension Value: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement.handle, index)
        case .integer(let number): number.bind(to: statement, at: index)
        case .real(let number): number.bind(to: statement, at: index)
        case .text(let text): text.bind(to: statement, at: index)
        case .blob(let bytes): bytes.bind(to: statement, at: index)
        }
    }
}

/// SQLite's storage classes.
package enum StorageClass: Int32, Sendable {
    case integer = 1
    case real = 2
    case text = 3
    case blob = 4
    case null = 5
}
