// SPDX-License-Identifier: MIT

internal import CXlsxwriter
import Model

/// A workbook that is written row by row and holds no more than one row of each sheet in memory.
final class Workbook {
    typealias Column = (title: String, width: Double)

    /// Excel's own limits.
    static let rowsMax = 1_048_576
    static let charactersMax = 32_767

    /// Whether workbooks can be written here at all.
    static let library = LoadedLibrary(
        "libxlsxwriter", package: "libxlsxwriter4", missing: rescind_load_xlsxwriter())

    private let book: UnsafeMutablePointer<lxw_workbook>
    let header: UnsafeMutablePointer<lxw_format>
    let strong: UnsafeMutablePointer<lxw_format>
    let title: UnsafeMutablePointer<lxw_format>
    let whole: UnsafeMutablePointer<lxw_format>
    let moment: UnsafeMutablePointer<lxw_format>
    let wrapped: UnsafeMutablePointer<lxw_format>
    private let path: String
    private var currencies: [String: UnsafeMutablePointer<lxw_format>] = [:]
    private var isOpen = true
    /// So many kinds of money get a format of their own.
    private static let currenciesMax = 60

    init(_ path: String, title: String, created: Timestamp, isLarge: Bool) throws(Problem) {
        self.path = path
        try Self.library.check()
        var options = lxw_workbook_options(
            constant_memory: 1, tmpdir: nil, use_zip64: isLarge ? 1 : 0)
        guard let book = workbook_new_opt(path, &options) else { throw Self.problem(path) }
        self.book = book
        func format(
            _ pattern: String? = nil, _ also: (UnsafeMutablePointer<lxw_format>) -> Void = { _ in }
        ) throws(Problem) -> UnsafeMutablePointer<lxw_format> {
            guard let format = workbook_add_format(book) else { throw Self.problem(path) }
            if let pattern { format_set_num_format(format, pattern) }
            also(format)
            return format
        }
        header = try format {
            format_set_bold($0)
            format_set_bg_color($0, 0xE6EAF0)
            format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_align($0, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        }
        strong = try format { format_set_bold($0) }
        self.title = try format {
            format_set_bold($0)
            format_set_font_size($0, 16)
        }
        whole = try format("#,##0")
        moment = try format("yyyy-mm-dd hh:mm:ss")
        wrapped = try format {
            format_set_text_wrap($0)
            format_set_align($0, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        setProperties(title, created)
    }

    deinit { if isOpen { lxw_workbook_free(book) } }

    /// The moment of making is the plan's: a workbook made again is the same to the byte.
    private func setProperties(_ title: String, _ created: Timestamp) {
        Array(title.utf8CString).withUnsafeBufferPointer { text in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: text.baseAddress)
            properties.created = time_t(created.milliseconds.floorDivided(by: 1000))
            workbook_set_properties(book, &properties)
        }
    }

    func sheet(_ name: String) throws(Problem) -> Sheet {
        guard let sheet = workbook_add_worksheet(book, name) else { throw Self.problem(path) }
        return Sheet(sheet, self)
    }

    /// The format of a kind of money; text of foreign files names it, so it is kept plain.
    func money(_ currency: String) -> UnsafeMutablePointer<lxw_format> {
        let isPlain =
            currency.utf8.count <= 8
            && currency.utf8.allSatisfy { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 }
        let name = isPlain ? currency : ""
        if let known = currencies[name] { return known }
        guard currencies.count < Self.currenciesMax, let format = workbook_add_format(book)
        else { return whole }
        format_set_num_format(format, name.isEmpty ? "#,##0.00##" : "[$\(name)] #,##0.00##")
        currencies[name] = format
        return format
    }

    func close() throws(Problem) {
        isOpen = false
        guard workbook_close(book) == LXW_NO_ERROR else { throw Self.problem(path) }
    }

    private static func problem(_ path: String) -> Problem {
        Problem(
            .storage, "the workbook cannot be written", at: path,
            next: "make room, or leave it out with --format html,csv,json")
    }
}

/// One sheet; rows are written from the top down.
final class Sheet {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let book: Workbook
    private(set) var row: lxw_row_t = 0
    private var column: lxw_col_t = 0

    init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, _ book: Workbook) {
        self.sheet = sheet
        self.book = book
    }

    /// Titles in the first row that stay in sight, with widths in characters.
    func header(_ columns: [Workbook.Column]) {
        for (place, column) in columns.enumerated() {
            let place = lxw_col_t(place)
            worksheet_set_column(sheet, place, place, column.width, nil)
            text(column.title, book.header)
        }
        endRow()
        worksheet_freeze_panes(sheet, row, 0)
        worksheet_set_landscape(sheet)
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_repeat_rows(sheet, 0, 0)
    }

    /// Filter buttons over the rows that are there.
    func filter(columns: Int) {
        guard columns > 0 else { return }
        worksheet_autofilter(sheet, 0, 0, max(row, 1) - 1, lxw_col_t(columns - 1))
    }

    func widths(_ widths: [Double]) {
        for (place, width) in widths.enumerated() {
            worksheet_set_column(sheet, lxw_col_t(place), lxw_col_t(place), width, nil)
        }
    }

    func text(_ text: String, _ format: UnsafeMutablePointer<lxw_format>? = nil) {
        defer { column += 1 }
        guard !text.isEmpty else { return }
        worksheet_write_string(sheet, row, column, Self.cell(text), format)
    }

    func number(_ number: Int64) {
        worksheet_write_number(sheet, row, column, Double(number), book.whole)
        column += 1
    }

    /// A number as Excel has them; the exact decimals are in the CSV files.
    func money(_ amount: Amount?, _ currency: String) {
        defer { column += 1 }
        guard let amount, let number = Double(amount.description) else { return }
        worksheet_write_number(sheet, row, column, number, book.money(currency))
    }

    /// A date and time as Excel counts them: days since 1899-12-30, in UTC.
    func moment(_ moment: Timestamp?) {
        defer { column += 1 }
        guard let moment else { return }
        let days = Double(moment.milliseconds) / 86_400_000 + 25_569
        worksheet_write_number(sheet, row, column, days, book.moment)
    }

    func skip() { column += 1 }

    func endRow() {
        row += 1
        column = 0
    }

    /// What a cell can hold: no NUL, and not longer than Excel allows.
    private static func cell(_ text: String) -> String {
        let text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        guard text.utf8.count > Workbook.charactersMax,
            text.utf16.count > Workbook.charactersMax
        else { return text }
        let note = " … cut, items.csv has it whole"
        var room = Workbook.charactersMax - note.utf16.count
        let kept = text.unicodeScalars.prefix { scalar in
            room -= UTF16.width(scalar)
            return room >= 0
        }
        return String(kept) + note
    }
}
