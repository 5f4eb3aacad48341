// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// `report.xlsx`: for finance; numbers are numbers, times are times, ids are text.
final class WorkbookRenderer: Renderer {
    private let report: Report
    private let connection: Connection
    private let file: OutputFile
    private let book: Workbook
    private let summary: Sheet
    private let exceptions: Sheet
    private let items: SheetSeries
    private let labels: SheetSeries

    init(
        _ report: Report, _ sources: RenderSources, rowsMax: Int = Workbook.rowsMax
    ) throws {
        self.report = report
        connection = sources.connection
        file = try OutputFile("report.xlsx", in: sources.folder)
        book = try Workbook(
            file.draftPath, title: "rescind \(report.name)", created: report.run.createdAt,
            isLarge: report.itemCount > 500_000)
        summary = try book.sheet("Summary")
        exceptions = try book.sheet("Exceptions")
        items = try SheetSeries(
            "Items", Self.itemColumns, rows: report.itemCount, in: book, rowsMax: rowsMax)
        labels = try SheetSeries(
            "Labels", Self.labelColumns, rows: Self.labelCount(report, connection), in: book,
            rowsMax: rowsMax)
    }

    private static let itemColumns: [Workbook.Column] = [
        ("Account", 16), ("Provider", 18), ("Shipment", 24), ("Reference", 18), ("Tracking", 22),
        ("State", 16), ("Reason", 40), ("Provider code", 20), ("HTTP", 7), ("Sent", 7),
        ("Cost", 14), ("Currency", 9), ("Requested (UTC)", 19), ("Settled (UTC)", 19),
        ("Confirmed (UTC)", 19), ("Closed as", 14), ("Closed by", 14), ("Export", 24), ("Line", 10),
        ("Exchange", 11),
    ]

    func take(_ item: ReportItem) {
        let sheet = items.sheet()
        for text in [
            item.account, item.provider, item.shipmentID, item.reference, item.trackingNumber,
            item.state.words, item.end.reason, item.end.code,
        ] { sheet.text(text) }
        item.exchanges.status.map(sheet.number) ?? sheet.skip()
        sheet.number(item.end.attempts)
        if item.amount == nil, let cost = item.cost {
            sheet.text(cost)
        } else {
            sheet.money(item.amount, item.currency)
        }
        sheet.text(item.currency)
        for moment in [item.exchanges.requestedAt, item.end.settledAt, item.end.confirmedAt] {
            sheet.moment(moment)
        }
        sheet.text(item.resolution?.finding ?? "")
        sheet.text(item.resolution?.by ?? "")
        let exports = report.run.exports
        sheet.text(exports.indices.contains(item.source) ? exports[item.source] : "")
        sheet.number(item.line)
        item.exchanges.decisive.map(sheet.number) ?? sheet.skip()
        sheet.endRow()
        file.rows += 1
        if let amount = item.amount { _ = file.value.add(amount, item.currency) }
    }

    func finish() throws -> [OutputFile] {
        items.finish()
        writeSummary()
        writeExceptions()
        try writeLabels()
        labels.finish()
        try book.close()
        try file.adopt()
        return [file]
    }
}

// MARK: Summary
extension WorkbookRenderer {
    private func writeSummary() {
        let headline = Headline(report)
        summary.widths([28, 22, 20, 20, 20, 20])
        summary.text("\(report.verdict.sign) \(report.verdictWords)", book.title)
        summary.endRow()
        let first = [headline.rehearsal].compactMap(\.self)
        for line in first + [headline.about, headline.flow, headline.money] + split {
            summary.text(line)
            summary.endRow()
        }
        summary.endRow()
        writeStates()
        writeTieOut()
        head(["Evidence"])
        for fact in Evidence(report).facts {
            summary.text(fact.name, book.strong)
            summary.text(fact.text)
            summary.endRow()
        }
    }

    /// A table that needs more than one sheet is no surprise to who sums a column.
    private var split: [String] {
        guard items.count > 1 else { return [] }
        return [
            "The \(grouped(report.itemCount)) items stand in \(items.count) sheets, Items to "
                + "Items \(items.count): a sheet ends where Excel's ends."
        ]
    }

    private func head(_ titles: [String]) {
        for title in titles { summary.text(title, book.header) }
        summary.endRow()
    }

    private func writeStates() {
        let currencies = Set(report.states.values.flatMap { $0.value.amounts.keys }).sorted()
        head(
            ["State", "Items"] + currencies.map { $0.isEmpty ? "No currency" : $0 } + [
                "Without amount"
            ])
        for (state, sum) in report.states.inOrder {
            summary.text(state.words, book.strong)
            summary.number(sum.count)
            for currency in currencies { summary.money(sum.value[currency], currency) }
            summary.number(sum.withoutAmount)
            summary.endRow()
        }
        summary.endRow()
    }

    private func writeTieOut() {
        head(["Adds up", "Should be", "Is"])
        for check in report.tieOut.all {
            for text in [check.what, check.left, check.right] { summary.text(text) }
            summary.endRow()
        }
        summary.endRow()
    }
}

// MARK: Exceptions and labels
extension WorkbookRenderer {
    private func writeExceptions() {
        let currencies = Set(report.causes.flatMap { $0.sum.value.amounts.keys }).sorted()
        let columns: [Workbook.Column] =
            [
                ("Items", 9), ("What", 34), ("Account", 16), ("Provider", 18), ("Code", 22),
                ("Reason", 40), ("The answer", 50),
            ]
            + currencies.map { ($0.isEmpty ? "No currency" : $0, 14) } + [
                ("Next", 50), ("First shipments", 40),
            ]
        exceptions.header(columns)
        for cause in report.causes {
            exceptions.number(cause.sum.count)
            for text in [
                cause.title, cause.account, cause.key.provider, cause.key.code, cause.key.reason,
                cause.words?.sentence ?? "",
            ] { exceptions.text(text, book.wrapped) }
            for currency in currencies { exceptions.money(cause.sum.value[currency], currency) }
            exceptions.text(
                report.commands(cause).joined(separator: "\n"), book.wrapped)
            exceptions.text(
                cause.examples.prefix(10).map(\.shipmentID).joined(separator: ", "), book.wrapped)
            exceptions.endRow()
        }
        exceptions.filter(columns: columns.count)
    }

    private static let labelColumns: [Workbook.Column] = [
        ("Account", 16), ("Shipment", 24), ("Label", 24), ("Tracking", 22),
        ("Status in export", 16), ("Cost", 14), ("Insurance", 14), ("Currency", 9), ("Void", 14),
        ("Provider code", 20), ("Decided (UTC)", 19),
    ]

    private func writeLabels() throws {
        let (run, position) = (report.run.run, report.position)
        var voids = try LabelVoid.all(connection, run: run, at: position)[...]
        try connection.each(
            """
            SELECT item.account, item.shipment_id, label.label_id, label.tracking_number,
                label.status, label.cost, label.insurance, label.currency, label.no
            FROM label JOIN item ON item.run = label.run AND item.no = label.no
            WHERE label.run = ? ORDER BY label.no, label.label_id
            """, run
        ) { row in
            let (no, label) = (row.int(8), row.text(2))
            voids = voids.drop { $0.no < no }
            let sheet = labels.sheet()
            writePlanned(row, to: sheet)
            let void = voids.prefix { $0.no == no }.first { $0.label == label }
            sheet.text(void?.state.replacing("_", with: " ") ?? "")
            sheet.text(void?.code ?? "")
            sheet.moment(void?.at)
            sheet.endRow()
        }
    }

    private static func labelCount(_ report: Report, _ connection: Connection) throws -> Int64 {
        try connection.first("SELECT count(*) FROM label WHERE run = ?", report.run.run) {
            $0.int(0)
        } ?? 0
    }

    /// A label as the export showed it.
    private func writePlanned(_ row: borrowing Row, to sheet: Sheet) {
        for place in 0..<5 { sheet.text(row.text(place)) }
        for place in 5..<7 {
            sheet.money(row.textOrNil(place).flatMap { Amount($0) }, row.text(7))
        }
        sheet.text(row.text(7))
    }
}
