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
    private let items: Sheet
    private let labels: Sheet

    init(_ report: Report, _ sources: RenderSources) throws {
        self.report = report
        connection = sources.connection
        file = try OutputFile("report.xlsx", in: sources.folder)
        book = try Workbook(
            file.draftPath, title: "rescind run \(report.run.run)", created: report.run.createdAt,
            isLarge: report.itemCount > 500_000)
        summary = try book.sheet("Summary")
        exceptions = try book.sheet("Exceptions")
        items = try book.sheet("Items")
        labels = try book.sheet("Labels")
        items.header(Self.itemColumns)
    }

    private static let itemColumns: [(title: String, width: Double)] = [
        ("Account", 16), ("Provider", 18), ("Shipment", 24), ("Reference", 18), ("Tracking", 22),
        ("State", 16), ("Reason", 40), ("Provider code", 20), ("HTTP", 7), ("Sent", 7),
        ("Cost", 14), ("Currency", 9), ("Requested (UTC)", 19), ("Settled (UTC)", 19),
        ("Confirmed (UTC)", 19), ("Closed as", 14), ("Closed by", 14), ("Export", 24), ("Line", 10),
        ("Exchange", 11),
    ]

    func take(_ item: ReportItem) {
        guard items.row < Workbook.rowsMax else { return }
        for text in [
            item.account, item.provider, item.shipmentID, item.reference, item.trackingNumber,
            item.state.words, item.end.reason, item.end.code,
        ] { items.text(text) }
        item.exchanges.status.map(items.number) ?? items.skip()
        items.number(item.end.attempts)
        if item.amount == nil, let cost = item.cost {
            items.text(cost)
        } else {
            items.money(item.amount, item.currency)
        }
        items.text(item.currency)
        for moment in [item.end.requestedAt, item.end.settledAt, item.end.confirmedAt] {
            items.moment(moment)
        }
        items.text(item.resolution?.finding ?? "")
        items.text(item.resolution?.by ?? "")
        let exports = report.run.exports
        items.text(exports.indices.contains(item.source) ? exports[item.source] : "")
        items.number(item.line)
        item.exchanges.decisive.map(items.number) ?? items.skip()
        items.endRow()
        file.rows += 1
        if let amount = item.amount { _ = file.value.add(amount, item.currency) }
    }

    func finish() throws -> [OutputFile] {
        items.filter(columns: Self.itemColumns.count)
        writeSummary()
        writeExceptions()
        try writeLabels()
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
        summary.text("\(report.verdict.sign) \(report.verdict.words)", book.title)
        summary.endRow()
        for line in [headline.about, headline.flow, headline.money] + cut {
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

    /// The limit of a sheet is Excel's; what does not fit is said, never dropped in silence.
    private var cut: [String] {
        let room = Int64(Workbook.rowsMax - 1)
        guard report.itemCount > room else { return [] }
        return [
            "The sheet Items has the first \(grouped(room)) of \(grouped(report.itemCount)) items, "
                + "as many as Excel allows; items.csv has all."
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
        let columns: [(title: String, width: Double)] =
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
                cause.commands(run: report.run.run).joined(separator: "\n"), book.wrapped)
            exceptions.text(
                cause.examples.prefix(10).map(\.shipmentID).joined(separator: ", "), book.wrapped)
            exceptions.endRow()
        }
        exceptions.filter(columns: columns.count)
    }

    private static let labelColumns: [(title: String, width: Double)] = [
        ("Account", 16), ("Shipment", 24), ("Label", 24), ("Tracking", 22),
        ("Status in export", 16), ("Cost", 14), ("Insurance", 14), ("Currency", 9), ("Void", 14),
        ("Provider code", 20), ("Decided (UTC)", 19),
    ]

    private func writeLabels() throws {
        labels.header(Self.labelColumns)
        let (run, position) = (report.run.run, report.position)
        var voids = try LabelVoid.all(connection, run: run, at: position)[...]
        try connection.each(
            """
            SELECT item.account, item.shipment_id, label.label_id, label.tracking_number,
                label.status, label.cost, label.insurance, label.currency, label.no
            FROM label JOIN item ON item.run = label.run AND item.no = label.no
            WHERE label.run = ? ORDER BY label.no, label.label_id LIMIT ?
            """, run, Int64(Workbook.rowsMax - 1)
        ) { row in
            let (no, label) = (row.int(8), row.text(2))
            voids = voids.drop { $0.no < no }
            writePlanned(row)
            let void = voids.prefix { $0.no == no }.first { $0.label == label }
            labels.text(void?.state.replacing("_", with: " ") ?? "")
            labels.text(void?.code ?? "")
            labels.moment(void?.at)
            labels.endRow()
        }
        labels.filter(columns: Self.labelColumns.count)
    }

    /// A label as the export showed it.
    private func writePlanned(_ row: borrowing Row) {
        for place in 0..<5 { labels.text(row.text(place)) }
        for place in 5..<7 {
            labels.money(row.textOrNil(place).flatMap { Amount($0) }, row.text(7))
        }
        labels.text(row.text(7))
    }
}
