// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import Reports
import SQLite

/// A night at work: its runs one after the other, then looks and reports.
struct Night {
    /// One run of the night, and how far it came.
    struct Part {
        let run: RunRecord
        var isBlocked = false
        var applied: Finish?
        /// What ended it before it could send.
        var problem: Problem?
        var report: ReportWriter.Result?
    }

    let workplace: Workplace
    let job: Job
    private(set) var parts: [Part]
    private(set) var leftOut: [LeftOut]
    private(set) var looked: ConfirmCommand.Looked?
    /// What ended the whole night before its end: a full disk, another process, a signal.
    private(set) var ended: Problem?
    private(set) var signal: Int32?
    let isSingle: Bool

    init(_ workplace: Workplace, _ job: Job, _ plan: NightPlan) {
        self.workplace = workplace
        self.job = job
        parts = plan.runs.map { Part(run: $0) }
        leftOut = plan.leftOut
        isSingle = plan.isSingle
        tellPlan()
    }

    /// Whether nothing more can be done now.
    private var isOver: Bool { ended != nil || signal != nil }
}

// MARK: The steps
extension Night {
    mutating func apply() async throws {
        for place in parts.indices where !isOver {
            let run = parts[place].run
            parts[place].isBlocked =
                try RunReader(try workplace.reader()).status(run.run) == "blocked"
            guard !parts[place].isBlocked else { continue }
            tellBegun(run)
            do {
                let finish = try await Applying.perform(run, workplace)
                parts[place].applied = finish
                try tellApplied(run, finish)
                if case .signal(let number) = finish.ending { signal = number }
                if finish.ending == .code(.storage) { ended = Self.storage(workplace) }
            } catch {
                stumble(RunCommand.problem(error, workplace), at: place)
            }
        }
    }

    private mutating func stumble(_ problem: Problem, at place: Int) {
        parts[place].problem = problem
        if problem.endsTheNight { ended = problem }
    }

    private static func storage(_ workplace: Workplace) -> Problem {
        Problem(
            .storage, "the record could not be written; nothing was sent that is not on it",
            at: workplace.auditPath, next: "make room, then rescind run")
    }

    /// Looks as long as `--wait` allows, also at what earlier runs left open.
    mutating func confirm() async throws {
        guard !isOver, failure?.exit != .usage else { return }
        do {
            let wait = workplace.invocation[Options.wait]?.milliseconds
            let looked = try await ConfirmCommand.look(nil, workplace, wait: wait)
            self.looked = looked
            tellLooked(looked.summary)
            signal = looked.signal
        } catch {
            ended = RunCommand.problem(error, workplace)
        }
    }

    /// A report for each run of the night, blocked ones too: it says what a person must decide.
    mutating func report() {
        guard !isOver else { return }
        for place in parts.indices {
            do {
                let report = try ReportCommand.write(parts[place].run.run, workplace)
                parts[place].report = report
                tellReport(report)
                ended = ended ?? ReportCommand.unreliable(report.report, workplace)
            } catch {
                ended = RunCommand.problem(error, workplace)
            }
        }
    }
}
