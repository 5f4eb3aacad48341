// SPDX-License-Identifier: MIT

internal import CSQLite

/// A value that can stand for a `?` of a statement.
///
/// A static protocol instead of a box per value: a bound row allocates nothing in Swift.
package protocol Bindable {
    /// Binds the value to the parameter `index`, counted from one, and returns SQLite's code.
    func bind(to statement: Statement, at index: Int32) -> Int32
}

extension Int64: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement.handle, index, self)
    }
}

extension Int: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement.handle, index, Int64(self))
    }
}

extension Int32: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement.handle, index, Int64(self))
    }
}

extension Bool: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement.handle, index, self ? 1 : 0)
    }
}

extension Double: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        sqlite3_bind_double(statement.handle, index, self)
    }
}

extension String: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 {
            Text(utf8: UnsafeRawBufferPointer($0)).bind(to: statement, at: index)
        }
    }
}

extension Substring: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 {
            Text(utf8: UnsafeRawBufferPointer($0)).bind(to: statement, at: index)
        }
    }
}

extension [UInt8]: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        withUnsafeBytes { Blob($0).bind(to: statement, at: index) }
    }
}

extension ArraySlice<UInt8>: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        withUnsafeBytes { Blob($0).bind(to: statement, at: index) }
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement.handle, index)
    }
}

/// UTF-8 in memory bound as text; SQLite copies it before the call returns.
package struct Text: Bindable {
    let utf8: UnsafeRawBufferPointer

    package init(utf8: UnsafeRawBufferPointer) { self.utf8 = utf8 }

    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        // A null pointer would bind NULL where the empty text is meant.
        guard let start = utf8.baseAddress else {
            return rescind_bind_text(statement.handle, index, "", 0)
        }
        return rescind_bind_text(
            statement.handle, index, start.assumingMemoryBound(to: CChar.self), UInt64(utf8.count))
    }
}

/// Bytes in memory bound as a blob; SQLite copies them before the call returns.
package struct Blob: Bindable {
    let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package func bind(to statement: Statement, at index: Int32) -> Int32 {
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            return sqlite3_bind_zeroblob(statement.handle, index, 0)
        }
        return rescind_bind_blob(statement.handle, index, start, UInt64(bytes.count))
    }
}
