// SPDX-License-Identifier: MIT

import CommandLine
import Exports
import Job
import Model
import Planning

/// `rescind preview EXPORT`: how a file is read and what rules would choose; stores nothing.
enum PreviewCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        guard let path = workplace.invocation[Arguments.export] else { return Finish(.usage) }
        let request = try request(workplace, path)
        var options = ExportOptions(
            request.job, account: request.exports.first?.account, columns: request.columns,
            zone: request.zone, asOf: request.asOf)
        options.spool = path == "-" ? try Spool() : nil
        if workplace.invocation[Options.everyRow] {
            options.readsAllColumns = true
            return try EveryRow(ExportTable(path, options)).write(to: workplace.output)
        }
        let table = try ExportTable(path, options)
        let scan = try scan(table, request)
        scan.exportedAt = request.exportedAt
        PreviewScreen(scan).show(on: workplace.output)
        let members = PreviewDocument(scan).members
        return scan.problem.map { Finish($0, members: members) } ?? Finish(members: members)
    }

    /// Job and options; without a job the rules of the command line alone.
    private static func request(_ workplace: Workplace, _ path: String) throws -> PlanRequest {
        let empty = JobReader(file: JobFile.standardName).read(Array("{}".utf8)).draft
        guard let job = try workplace.jobIfAny() ?? empty else { return try plan(workplace, path) }
        return try PlanCommand.request(workplace, exports: [PlanExport(path)], job: job)
    }

    private static func plan(_ workplace: Workplace, _ path: String) throws -> PlanRequest {
        try PlanCommand.request(workplace, exports: [PlanExport(path)])
    }

    private static func scan(_ table: ExportTable, _ request: PlanRequest) throws -> PreviewScan {
        guard Choosing.isPossible(request) else {
            let scan = PreviewScan(table)
            try scan.read(nil)
            return scan
        }
        let holds = try request.job.holdList.map { path throws(Problem) in
            try HoldList(path, on: request.asOf)
        }
        let namesAccounts = table.columns.fields.contains(.account)
        let rules = try Choosing(request)
            .rules(account: namesAccounts ? nil : table.options.account)
        let compiled: CompiledRules
        switch compile(rules, table) {
        case .success(let ready): compiled = ready
        case .failure(let problem):
            // Somebody who looks at the columns is about to say which of them is which.
            let scan = PreviewScan(table, problem: problem)
            try scan.read(nil)
            return scan
        }
        let scan = PreviewScan(table, rules)
        try scan.read(
            PreviewScan.Judging(
                compiled: compiled, only: request.only,
                judge: RowJudge(
                    request.job, holds, allowsNoAccount: request.job.accounts.isEmpty)))
        return scan
    }

    private static func compile(
        _ rules: RuleSet, _ table: ExportTable
    ) -> Result<CompiledRules, Problem> {
        do throws(Problem) {
            return .success(
                try table.compile(rules, terms: PreviewScan.terms(of: rules).map(\.term)))
        } catch {
            return .failure(error)
        }
    }
}
