// SPDX-License-Identifier: MIT

import Formats
import Model
import Reconciliation

/// A statement as two tables: the sums, and every line with what is still open.
struct StatementTables {
    private let made: StatementMade

    init(_ made: StatementMade) { self.made = made }

    /// What it rests on, then one row for each account, currency and line.
    func sums(_ name: String, in folder: String) throws -> OutputFile {
        let file = try OutputFile(name, in: folder)
        let month = made.statement.month.description
        var writer = CSV.Writer(guardsFormulas: true)
        writer.row(["month", "account", "currency", "line", "detail", "amount", "count"])
        for fact in made.facts { writer.row([month, "", "", fact.name, fact.text, "", ""]) }
        for account in made.statement.accounts {
            for row in account.rows {
                writer.row([
                    month, account.key.account, account.key.currency, row.line.rawValue,
                    row.detail, row.amount.text(), row.count.map { String($0) } ?? "",
                ])
                file.rows += 1
            }
        }
        try file.write(writer.take())
        return file
    }

    func lines(_ name: String, in folder: String) throws -> OutputFile {
        let file = try OutputFile(name, in: folder)
        let month = made.statement.month.description
        var writer = CSV.Writer(guardsFormulas: true)
        writer.row(["month"] + StatementEntry.titles)
        for entry in made.statement.entries {
            writer.row([month] + Self.cells(entry))
            file.rows += 1
        }
        try file.write(writer.take())
        return file
    }

    private static func cells(_ entry: StatementEntry) -> [String] {
        [
            entry.account, entry.currency, entry.kind, entry.day.description, entry.amount.text(),
            entry.run.map { String($0) } ?? "", entry.shipmentID, entry.labelID,
            entry.trackingNumber, entry.reference, entry.invoice, entry.carrier, entry.matchedBy,
            entry.by, entry.reason,
        ]
    }
}
