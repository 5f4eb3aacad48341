// SPDX-License-Identifier: MIT

extension CSV {
    /// What is wrong with one row; the rows after it are read all the same.
    package enum Fault: Sendable, Equatable {
        case nulByte(column: Int)
        case textAfterQuote(column: Int)
        /// The rest of the file stands inside a quote that was opened on this line.
        case endsInsideQuote(openedOnLine: Int)
        case rowTooLong(bytesMax: Int)
        case fieldTooLong(column: Int, bytesMax: Int)
        case tooManyColumns(columnsMax: Int)
    }
}

extension CSV.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nulByte(let column): "a NUL byte in column \(column)"
        case .textAfterQuote(let column):
            "text after the closing quote in column \(column); a quote inside quotes is written twice"
        case .endsInsideQuote(let line):
            "the file ends inside the quote opened on line \(line)"
        case .rowTooLong(let bytesMax):
            "a row longer than \(bytesMax) bytes; perhaps a quote is never closed"
        case .fieldTooLong(let column, let bytesMax):
            "column \(column) is longer than \(bytesMax) bytes"
        case .tooManyColumns(let columnsMax): "more than \(columnsMax) columns"
        }
    }
}
