// SPDX-License-Identifier: MIT

// Seen by other rooms, unlike elsewhere: what reads a column is made part of their loops.
public import CSQLite

/// One column as it is stored, its bytes lent until the next step.
@usableFromInline package enum Stored {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
}

extension Row {
    /// Gives a column exactly as it is stored, without a copy; for those who read every column.
    ///
    /// One lookup of the column instead of three. A connection of one thread may read a value that
    /// SQLite calls unprotected (sqlite.org/c3ref/value.html).
    @inlinable @inline(__always)
    package func stored(_ column: Int) -> Stored {
        let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: column))
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
        case SQLITE_TEXT: return .text(Self.bytes(of: value))
        case SQLITE_BLOB: return .blob(Self.bytes(of: value))
        case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
        default: return .null
        }
    }

    /// Of a text too: asked for as text it would be copied to end with a NUL.
    @inlinable @inline(__always)
    static func bytes(of value: OpaquePointer?) -> UnsafeRawBufferPointer {
        // The pointer first, the count second: SQLite may convert the value in the first call.
        let start = sqlite3_value_blob(value)
        let count = start == nil ? 0 : Int(sqlite3_value_bytes(value))
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    /// Lends the stored bytes of a blob, or of a text exactly as stored, without copying them.
    @inlinable @inline(__always)
    package func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
        -> R
    {
        let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: column))
        return try body(Self.bytes(of: value))
    }
}
