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
}
