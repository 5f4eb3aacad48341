// SPDX-License-Identifier: MIT

import Model
import Reconciliation

/// A statement as a workbook: amounts are numbers, ids are text.
struct StatementWorkbook {
    private let made: StatementMade

    init(_ made: StatementMade) { self.made = made }

    func write(_ name: String, in folder: String) throws -> OutputFile {
        let file = try OutputFile(name, in: folder)
        // The cut-off, not the moment of making: the same statement is the same to the byte.
        let book = try Workbook(
            file.draftPath, title: "rescind statement \(made.statement.month)",
            created: made.cutOff, isLarge: made.statement.lines.count > 500_000)
        let (summary, lines) = (try book.sheet("Summary"), try book.sheet("Lines"))
        let entries = made.statement.entries
        writeSummary(summary, book, cut: entries.count >= Workbook.rowsMax)
        writeLines(lines, entries.prefix(Workbook.rowsMax - 1))
        try book.close()
        try file.adopt()
        file.rows = Int64(min(entries.count, Workbook.rowsMax - 1))
        return file
    }

    private func writeSummary(_ sheet: Sheet, _ book: Workbook, cut: Bool) {
        sheet.widths([24, 10, 32, 28, 18, 10])
        sheet.text("Statement \(made.statement.month)", book.title)
        sheet.endRow()
        for fact in made.facts {
            sheet.text(fact.name, book.strong)
            sheet.skip()
            sheet.text(fact.text)
            sheet.endRow()
        }
        if cut {
            sheet.text("The sheet of lines ends where Excel's ends; the CSV file has them all.")
            sheet.endRow()
        }
        sheet.endRow()
        for title in ["Account", "Currency", "Line", "Detail", "Amount", "Count"] {
            sheet.text(title, book.header)
        }
        sheet.endRow()
        for account in made.statement.accounts { write(account, sheet, book) }
    }

    private func write(_ account: StatementAccount, _ sheet: Sheet, _ book: Workbook) {
        for row in account.rows {
            sheet.text(account.key.account)
            sheet.text(account.key.currency)
            sheet.text(row.line.rawValue, row.line.isBalance ? book.strong : nil)
            sheet.text(row.detail)
            sheet.money(row.amount, account.key.currency)
            if let count = row.count { sheet.number(count) }
            sheet.endRow()
        }
        sheet.endRow()
    }

    private static let columns: [(title: String, width: Double)] = [
        ("Account", 16), ("Currency", 9), ("Kind", 18), ("Day", 11), ("Amount", 16), ("Run", 8),
        ("Shipment", 24), ("Label", 24), ("Tracking", 24), ("Reference", 18), ("Invoice", 18),
        ("Carrier", 14), ("Matched by", 16), ("By", 16), ("Reason", 40),
    ]

    private func writeLines(_ sheet: Sheet, _ entries: some Sequence<StatementEntry>) {
        sheet.header(Self.columns)
        for entry in entries {
            for text in [entry.account, entry.currency, entry.kind, entry.day.description] {
                sheet.text(text)
            }
            sheet.money(entry.amount, entry.currency)
            if let run = entry.run { sheet.number(run) } else { sheet.skip() }
            for text in [
                entry.shipmentID, entry.labelID, entry.trackingNumber, entry.reference,
                entry.invoice, entry.carrier, entry.matchedBy, entry.by, entry.reason,
            ] { sheet.text(text) }
            sheet.endRow()
        }
        sheet.filter(columns: Self.columns.count)
    }
}
