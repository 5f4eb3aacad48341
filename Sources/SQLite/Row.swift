// SPDX-License-Identifier: MIT

internal import CSQLite

/// The row a statement stands on; it cannot be kept, because the next step overwrites it.
///
/// The plain readers give 0, "" or [] for NULL, as SQLite does; the `OrNil` ones tell NULL apart.
@usableFromInline package struct Row: ~Copyable {
    @usableFromInline let handle: OpaquePointer

    package var columnCount: Int { Int(sqlite3_column_count(handle)) }

    package func name(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    package func storageClass(_ column: Int) -> StorageClass {
        StorageClass(rawValue: sqlite3_column_type(handle, Int32(column))) ?? .null
    }

    package func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    package func int(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    package func real(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    package func bool(_ column: Int) -> Bool { int(column) != 0 }

    package func text(_ column: Int) -> String {
        withText(column) { String(decoding: $0, as: UTF8.self) }
    }

    package func bytes(_ column: Int) -> [UInt8] { withBytes(column) { [UInt8]($0) } }
}

extension Row {
    package func intOrNil(_ column: Int) -> Int64? {
        let value = sqlite3_column_value(handle, Int32(column))
        return sqlite3_value_type(value) == SQLITE_NULL ? nil : sqlite3_value_int64(value)
    }

    package func realOrNil(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }

    package func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    package func bytesOrNil(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    package func value(_ column: Int) -> Value {
        switch storageClass(column) {
        case .null: .null
        case .integer: .integer(int(column))
        case .real: .real(real(column))
        case .text: .text(text(column))
        case .blob: .blob(bytes(column))
        }
    }
}

extension Row {
    /// Lends the UTF-8 of a text, or a number's text, without copying it.
    package func withText<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
        -> R
    {
        let start = sqlite3_column_text(handle, Int32(column))
        let count = sqlite3_column_bytes(handle, Int32(column))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
    }
}
