// SPDX-License-Identifier: MIT

package import Audit
import Formats
import Model
package import SQLite

/// Makes the reports of a run: one value, one pass over the items, every form.
package struct ReportWriter {
    package struct Result: Sendable {
        package let report: Report
        package let files: [WrittenFile]
        /// The page that lists all runs.
        package let index: WrittenFile
    }

    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// Writes `base/run-N/` and brings `base/index.html` up to date.
    ///
    /// Nothing is moved to its place before every form is whole, and nothing is written where the
    /// sums do not add up.
    package func write(
        run: Int64, at position: Int64? = nil,
        forms: Set<RenderedForm> = Set(RenderedForm.allCases),
        into base: String, fault: AuditFault? = nil
    ) throws -> Result {
        for form in forms { try form.check() }
        return try connection.snapshot {
            let position = try position ?? Position.newest(connection)
            let report = try Report(connection, run: run, at: position, fault: fault)
            let folder = try ReportFolder("\(base)/run-\(run)")
            let files = try render(report, forms, folder)
            let index = try ReportIndex(base).update(report, connection)
            return Result(report: report, files: files, index: index)
        }
    }

    private func render(
        _ report: Report, _ forms: Set<RenderedForm>, _ folder: ReportFolder
    ) throws -> [WrittenFile] {
        let sources = RenderSources(folder: folder.path, connection: connection)
        let renderers = try RenderedForm.allCases.filter(forms.contains).map {
            try $0.renderer(report, sources)
        }
        try ItemStream(
            connection: connection, run: report.run.run, position: report.position
        ).forEach { item in
            for renderer in renderers { try renderer.take(item) }
        }
        let drafts = try renderers.flatMap { try $0.finish() }
        for draft in drafts { try draft.finish() }
        let written = try drafts.map { try $0.move() }
        return written + [try Manifest(report, folder).write(written)]
    }
}
