// SPDX-License-Identifier: MIT

extension CSV {
    /// Where the current row and its fields stand: a few words, cheap to ask for every field.
    ///
    /// Asking the reader itself costs a copy of all that it is. A row is valid as long as what the
    /// reader lends: until the next call of `next`, `fill` or `feed`.
    @usableFromInline package struct Row {
        /// As it stands in the file, without the line's end; empty if it was too long to keep.
        package let raw: UnsafeRawBufferPointer
        @usableFromInline let start: UnsafePointer<UInt8>?
        @usableFromInline let fields: UnsafePointer<Field>?
        @usableFromInline package let fieldCount: Int
        /// The physical line it begins on, counted from 1.
        package let line: Int
        /// Something is wrong with it, and the reader's `fault` says what.
        package let isFaulty: Bool
        /// The file ended before its line did.
        package let isUnterminated: Bool

        /// No row: every field is empty.
        package init() {
            raw = UnsafeRawBufferPointer(start: nil, count: 0)
            (start, fields, fieldCount) = (nil, nil, 0)
            (line, isFaulty, isUnterminated) = (0, false, false)
        }

        init(_ reader: borrowing Reader) {
            raw = reader.rawRow
            let isKept = reader.machine.rowStart >= 0
            start = isKept ? UnsafePointer(reader.window.bytes + reader.machine.rowStart) : nil
            fields = UnsafePointer(reader.fields)
            fieldCount = reader.fieldCount
            line = reader.line
            isFaulty = reader.fault != nil
            isUnterminated = reader.isUnterminated
        }

        /// Whether quotes inside the field are written twice.
        @inlinable
        @inline(__always)
        package func isEscaped(_ column: Int) -> Bool {
            guard let fields, column >= 0, column < fieldCount else { return false }
            return fields[column].isEscaped
        }

        /// The bytes between the quotes, doubled quotes still doubled; empty beyond the last field.
        @inlinable
        @inline(__always)
        package func bytes(of column: Int) -> UnsafeRawBufferPointer {
            guard let fields, let start, column >= 0, column < fieldCount else {
                return UnsafeRawBufferPointer(start: nil, count: 0)
            }
            let field = fields[column]
            return UnsafeRawBufferPointer(start: start + field.start, count: field.count)
        }
    }
}

extension CSV.Reader {
    /// The current row, lent like its fields.
    package var row: CSV.Row { CSV.Row(self) }
}
