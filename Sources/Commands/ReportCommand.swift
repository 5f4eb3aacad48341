// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model
import Reports
import SQLite

/// `rescind report RUN`: the reports of a run, in every form that is asked for.
enum ReportCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let invocation = workplace.invocation
        let reader = try workplace.reader()
        let run = try workplace.run(invocation[Arguments.run], in: RunReader(reader)).run
        let result = try write(
            run, workplace, at: invocation[Options.at].map { Int64($0) },
            forms: try forms(invocation[Options.forms]), into: invocation[Options.out])
        let (members, lines) = ([files(result)], lines(result))
        guard let problem = unreliable(result.report, workplace) else {
            return Finish(run: Int(run), members: members, lines: lines)
        }
        return Finish(problem, run: Int(run), members: members, lines: lines)
    }

    /// Writes the reports of a run and puts on record that it did.
    static func write(
        _ run: Int64, _ workplace: Workplace, at position: Int64? = nil,
        forms: Set<RenderedForm> = Set(RenderedForm.allCases), into folder: String? = nil
    ) throws -> ReportWriter.Result {
        let reader = try workplace.reader()
        let folder = try folder ?? workplace.reports(of: RunReader(reader).run(run))
        try ArchivedRuns(reader).require(run, for: "report \(run)")
        let result = try ReportWriter(reader).write(
            run: run, at: position, forms: forms, into: folder,
            fault: try workplace.fault(of: [run], reader))
        // An archive is never written; its reports are those of the record, byte for byte.
        if try !AuditFile.isArchive(reader) { try record(result, workplace) }
        return result
    }

    /// Why a report that was written is not to be relied on; nil where it is.
    static func unreliable(_ report: Report, _ workplace: Workplace) -> Problem? {
        report.fault.map { Problem(tampered: $0, at: workplace.auditPath) }
    }

    /// One line for those who read no further: the verdict, and where the page is.
    static func summary(_ result: ReportWriter.Result) -> [Line] {
        let page = result.files.first { $0.path.hasSuffix("report.html") }?.path ?? ""
        return ["Report   \(result.report.verdictWords, .strong)   \(page)"]
    }

    private static func forms(_ words: [ReportForm]?) throws -> Set<RenderedForm> {
        guard let words, !words.isEmpty else { return Set(RenderedForm.allCases) }
        return Set(words.map(\.rendered))
    }

    /// That it was made is on record: by whom, up to where, and the manifest that names the files.
    private static func record(_ result: ReportWriter.Result, _ workplace: Workplace) throws {
        let manifest = result.files.last?.sha256 ?? ""
        let act = Act(
            .report, run: result.report.run.run, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket,
            detail: [
                "at": .number(String(result.report.position)),
                "manifest_sha256": .string(manifest),
                "verdict": .string(result.report.verdict.word),
            ])
        let connection = try workplace.writer()
        try act.record(on: connection)
        try workplace.seal(connection)
    }

    static func files(_ result: ReportWriter.Result) -> JSON.Member {
        JSON.Member("files", .array(result.files.map(\.json)))
    }

    static func lines(_ result: ReportWriter.Result) -> [Line] {
        var facts = FactSheet()
        facts.add("Report", "run \(result.report.run.run): \(result.report.verdictWords, .strong)")
        for file in result.files {
            facts.add(
                "", Line(file.path + (file.rows > 0 ? " · \(counted(Int(file.rows), "row"))" : "")))
        }
        facts.add("All runs", Line(result.index.path))
        return facts.lines(columns: nil)
    }
}

extension WrittenFile {
    var json: JSON.Value {
        [
            "path": .string(path), "rows": .number(String(rows)), "sha256": .string(sha256),
        ]
    }
}

extension ReportForm {
    /// The renderer of a form; a form without one does not compile.
    fileprivate var rendered: RenderedForm {
        switch self {
        case .html: .html
        case .csv: .csv
        case .xlsx: .xlsx
        case .json: .json
        case .md: .md
        case .junit: .junit
        }
    }
}
