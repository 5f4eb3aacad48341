// SPDX-License-Identifier: MIT

/// One table over as many sheets as its rows need, such as `Items` and `Items 2`.
///
/// Excel ends a sheet at 1,048,576 rows; what comes behind goes on in the next, under the same
/// header, and nothing is left out.
final class SheetSeries {
    private let sheets: [Sheet]
    private let columns: [Workbook.Column]
    private let rowsMax: Int
    private var place = 0

    /// - Parameter rows: How many rows there will be at most.
    init(
        _ name: String, _ columns: [Workbook.Column], rows: Int64, in book: Workbook, rowsMax: Int
    ) throws {
        let room = Int64(rowsMax - 1)
        let count = max(1, (rows + room - 1) / room)
        sheets = try (1...count).map { try book.sheet($0 == 1 ? name : "\(name) \($0)") }
        self.columns = columns
        self.rowsMax = rowsMax
        for sheet in sheets { sheet.header(columns) }
    }

    var count: Int { sheets.count }

    /// Where the next row goes.
    func sheet() -> Sheet {
        if sheets[place].row >= rowsMax, place + 1 < sheets.count { place += 1 }
        return sheets[place]
    }

    /// Puts the filter buttons over the rows that came.
    func finish() {
        for sheet in sheets { sheet.filter(columns: columns.count) }
    }
}
