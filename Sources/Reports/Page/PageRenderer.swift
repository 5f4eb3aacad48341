// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model

/// `report.html`: one page that stands alone, for reading, searching and printing.
final class PageRenderer: Renderer {
    /// More items than this are not put in the page; it names the files that have them.
    static let itemsMax: Int64 = 5000

    private let report: Report
    private let sources: RenderSources
    private let file: OutputFile
    private var items = ItemData()
    private let hasItems: Bool

    init(_ report: Report, _ sources: RenderSources) throws {
        self.report = report
        self.sources = sources
        file = try OutputFile("report.html", in: sources.folder)
        hasItems = report.itemCount <= Self.itemsMax
    }

    func take(_ item: ReportItem) {
        if hasItems { items.add(item) }
    }

    func finish() throws -> [OutputFile] {
        let frame = PageFrame(
            title: "Run \(report.run.run): \(report.verdictWords)", script: PageScript.text)
        var exchanges = ExchangeBlocks(sources.connection, at: report.position)
        try file.write(frame.head)
        try file.write(FirstScreen(report).text)
        try file.write(try Decisions(report).text(&exchanges))
        try file.write(Figures(report).text)
        try file.write(hasItems ? items.text : Self.elsewhere(report))
        try file.write(EvidenceSection(report).text)
        try file.write(frame.foot)
        file.rows = hasItems ? report.itemCount : 0
        return [file]
    }

    private static func elsewhere(_ report: Report) -> String {
        """
        <section><h2>Items</h2><p class="card">\(grouped(report.itemCount)) items are too many for \
        one page. They are in <a href="items.csv">items.csv</a> and \
        <a href="report.xlsx">report.xlsx</a> beside it, and state by state in files such as \
        <code>refused.csv</code>.</p></section>

        """
    }
}
