// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model
import Reports
import SQLite

/// `rescind run [EXPORT...]`: the night, and the one-off: plan, show, ask, apply, confirm, report.
enum RunCommand {
    /// Whatever happens, the night ends with a summary, and `notify` is told.
    static func perform(_ workplace: Workplace) async -> Finish {
        let finish: Finish
        do {
            finish = try await night(workplace)
        } catch {
            let problem = problem(error, workplace)
            let summary = NightSummary(failed: problem)
            workplace.output.event(
                "ended", "the night ended with \(problem.exit.rawValue)",
                [JSON.Member("exit", .number(String(problem.exit.rawValue))), summary.member])
            finish = Finish(
                problem, members: [summary.member], lines: summary.lines(workplace.output.columns))
        }
        Notifier(workplace).tell(finish, command: workplace.invocation.verb.name)
        return finish
    }

    private static func night(_ workplace: Workplace) async throws -> Finish {
        // What is missing for the report at its end is better known before anything is sent.
        for form in RenderedForm.allCases { try form.check() }
        let job = try workplace.job()
        let exports = try NightExports(workplace.invocation[all: Arguments.export], job: job)
        let plan = try NightPlan(workplace, job, exports)
        var night = Night(workplace, job, plan)
        try await night.apply()
        try await night.confirm()
        night.report()
        return try night.finish()
    }

    /// Anything that ended the night, as a person reads it.
    static func problem(_ error: any Error, _ workplace: Workplace) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as SQLiteError: error.problem(at: workplace.auditPath)
        default: Problem(unforeseen: error)
        }
    }
}
