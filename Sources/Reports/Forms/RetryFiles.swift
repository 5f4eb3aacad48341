// SPDX-License-Identifier: MIT

import Model

/// `retry.csv`: what can be planned again, as an export that can be fed back as it is.
///
/// Exports with other columns cannot share one header without making its words ambiguous: what
/// comes from a second kind of export goes to `retry-2.csv`, and so on.
final class RetryFiles {
    private let columns: OriginalColumns
    private let folder: String
    private var files: [[Int]: TableFile] = [:]
    private var inOrder: [TableFile] = []

    init(_ columns: OriginalColumns, in folder: String) {
        self.columns = columns
        self.folder = folder
    }

    /// - Parameter originals: The cells of the export in the places of all columns.
    func take(_ originals: [String], _ added: [String], _ item: ReportItem) throws {
        let places = columns.places(of: item.source)
        let file = try files[places] ?? open(places)
        let account = columns.haveAccount(places) ? [] : [item.account]
        try file.row(places.map { originals[$0] } + added + account, item)
    }

    /// The files that came to be; an empty one where there is nothing to retry.
    func finish() throws -> [TableFile] {
        if inOrder.isEmpty { _ = try open(columns.places(of: 0)) }
        return inOrder
    }

    private func open(_ places: [Int]) throws -> TableFile {
        let name = inOrder.isEmpty ? "retry.csv" : "retry-\(inOrder.count + 1).csv"
        let file = try TableFile(
            name, in: folder,
            places.map { columns.names[$0] } + OriginalColumns.added
                + (columns.haveAccount(places) ? [] : [OriginalColumns.account]))
        files[places] = file
        inOrder.append(file)
        return file
    }
}
