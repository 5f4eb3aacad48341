// SPDX-License-Identifier: MIT

import Exports
import Job
import Model

extension PlanRequest {
    /// When an export was made: as the command line says, as the file says, or its own time.
    ///
    /// One that is too old, or of the future, is refused: its statuses say nothing about now.
    func madeAt(
        of table: ExportTable, _ export: PlanExport
    ) throws(Problem) -> Timestamp {
        guard
            let madeAt = export.earlier?.madeAt ?? exportedAt ?? table.pages.exportedAt
                ?? table.facts.modifiedAt
        else {
            throw Problem(
                .usage, "standard input does not say when the export was made",
                next: "add --exported-at 2026-11-20T01:58:00Z")
        }
        try refuseFuture(madeAt, table.name)
        let age = now.milliseconds - madeAt.milliseconds
        guard age <= job.maxExportAge.milliseconds else {
            throw Problem(
                .exportStale,
                "the export was made \(madeAt), longer ago than maxExportAge "
                    + "(\(job.maxExportAge))",
                at: table.name, next: "make a new export, or raise maxExportAge in the job")
        }
        return madeAt
    }

    /// Whether only the file's own time tells its age: a copy of an old export looks new.
    func trustsFileTime(of table: ExportTable, _ export: PlanExport) -> Bool {
        export.earlier == nil && exportedAt == nil && table.pages.exportedAt == nil
    }

    /// A time that is still to come says nothing about how old the statuses are.
    private func refuseFuture(_ madeAt: Timestamp, _ name: String) throws(Problem) {
        guard madeAt.milliseconds - now.milliseconds > Self.clockSkewMillisecondsMax else { return }
        throw Problem(
            .exportStale, "the export was made \(madeAt), which is still to come",
            at: name, next: "set the clock or the file's time right, or --exported-at TIME")
    }

    /// So far may the clock of the machine that made an export be ahead of ours.
    private static let clockSkewMillisecondsMax: Int64 = 5 * 60_000
}
