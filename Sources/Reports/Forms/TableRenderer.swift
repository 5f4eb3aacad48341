// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model

/// The CSV files: every item, one file a state with the columns of the export, and what to retry.
final class TableRenderer: Renderer {
    private let report: Report
    private let folder: String
    private let items: TableFile
    private let retry: RetryFiles
    private var states: [ItemState: TableFile] = [:]
    private let splitters: [RowSplitter]
    private let hasAccounts: Bool

    /// What `retry` plans again: it ended without effect.
    static let retried: Set<ItemState> = [.failed, .refused, .notFound, .dropped]

    init(_ report: Report, _ folder: String) throws {
        self.report = report
        self.folder = folder
        items = try TableFile("items.csv", in: folder, ReportItem.ownColumns)
        hasAccounts = report.columns.haveAccounts
        let header =
            report.columns.names + OriginalColumns.added
            + (hasAccounts ? [] : [OriginalColumns.account])
        retry = RetryFiles(report.columns, in: folder)
        for (state, _) in report.states.inOrder {
            let raw = state == .unreadable ? [OriginalColumns.raw] : []
            states[state] = try TableFile("\(state.rawValue).csv", in: folder, header + raw)
        }
        splitters = report.plan.exports.map(RowSplitter.init)
    }

    func take(_ item: ReportItem) throws {
        let exports = report.run.exports
        let source = exports.indices.contains(item.source) ? exports[item.source] : ""
        let added = item.addedCells
        try items.row(
            item.ownCells(run: report.run.run, source: source, added: added), item)
        let originals = originals(item)
        if Self.retried.contains(item.state) { try retry.take(originals, added, item) }
        var cells = originals + added + (hasAccounts ? [] : [item.account])
        if item.state == .unreadable { cells.append(String(decoding: item.raw, as: UTF8.self)) }
        try states[item.state]?.row(cells, item)
    }

    func finish() throws -> [OutputFile] {
        let files = [items] + ItemState.allCases.compactMap { states[$0] } + (try retry.finish())
        return try files.map { try $0.finish() }
    }

    /// The cells of the export in the places of the common header; empty where it has none.
    private func originals(_ item: ReportItem) -> [String] {
        var cells = [String](repeating: "", count: report.columns.names.count)
        guard splitters.indices.contains(item.source),
            let found = splitters[item.source].cells(item.raw)
        else { return cells }
        for (place, text) in zip(report.columns.places[item.source], found) {
            if let place { cells[place] = text }
        }
        return cells
    }
}

/// One CSV file on its way.
final class TableFile {
    let file: OutputFile
    private var writer = CSV.Writer(guardsFormulas: true)
    private static let pieceBytes = 64 << 10

    init(_ name: String, in folder: String, _ header: [String]) throws {
        file = try OutputFile(name, in: folder)
        writer.row(header)
    }

    func row(_ cells: [String], _ item: ReportItem) throws {
        writer.row(cells)
        file.rows += 1
        if let amount = item.amount { _ = file.value.add(amount, item.currency) }
        if writer.count > Self.pieceBytes { try file.write(writer.take()) }
    }

    func finish() throws -> OutputFile {
        try file.write(writer.take())
        return file
    }
}
