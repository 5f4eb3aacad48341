// SPDX-License-Identifier: MIT

package import Model
import SQLite

/// The forms a report takes; a new one is a compile error until its renderer is here.
package enum RenderedForm: String, CaseIterable, Sendable {
    case html, csv, xlsx, json, md, junit

    /// Throws where this machine lacks what the form needs.
    package func check() throws(Problem) {
        if self == .xlsx { try Workbook.library.check() }
    }

    func renderer(_ report: Report, _ sources: RenderSources) throws -> any Renderer {
        switch self {
        case .html: try PageRenderer(report, sources)
        case .csv: try TableRenderer(report, sources.folder)
        case .xlsx: try WorkbookRenderer(report, sources)
        case .json: try SummaryRenderer(report, sources.folder)
        case .md: try MarkdownRenderer(report, sources.folder)
        case .junit: try JUnitRenderer(report, sources.folder)
        }
    }
}

/// What renderers work with beside the report itself.
struct RenderSources {
    let folder: String
    let connection: Connection
}

/// Writes one form: is given every item once, in the order of the run, then the end.
protocol Renderer: AnyObject {
    func take(_ item: ReportItem) throws
    func finish() throws -> [OutputFile]
}
