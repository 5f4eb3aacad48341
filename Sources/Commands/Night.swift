// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import Reports
import SQLite

/// A night at work: its runs at once, then looks and reports.
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
        var waiting: [Int] = []
        for place in parts.indices where try !settle(place) { waiting.append(place) }
        while !waiting.isEmpty, !isOver { try await apply(takeTogether(from: &waiting)) }
    }

    /// Whether there is nothing to send in a part: it is blocked, or has come to its end.
    private mutating func settle(_ place: Int) throws -> Bool {
        let run = parts[place].run
        parts[place].isBlocked =
            try RunReader(try workplace.reader()).status(run.run) == "blocked"
        guard !parts[place].isBlocked else { return true }
        do {
            guard let ending = try Applying.ending(of: run, workplace) else { return false }
            tellBegun(run)
            try note(ending, at: place)
        } catch {
            stumble(RunCommand.problem(error, workplace), at: place)
        }
        return true
    }

    /// Parts that have no account in common: it has one lane, and so one pace.
    private func takeTogether(from waiting: inout [Int]) -> [Int] {
        var (together, taken) = ([Int](), Set<String>())
        waiting.removeAll { place in
            let accounts = parts[place].run.plannedByAccount.filter { $0.value > 0 }.keys
            guard taken.isDisjoint(with: accounts) else { return false }
            taken.formUnion(accounts)
            together.append(place)
            return true
        }
        return together
    }

    private mutating func apply(_ places: [Int]) async throws {
        var ready: [Applying] = []
        for place in places where !isOver {
            tellBegun(parts[place].run)
            do {
                let applying = try await Applying(workplace, run: parts[place].run)
                try applying.ask()
                ready.append(applying)
            } catch {
                stumble(RunCommand.problem(error, workplace), at: place)
            }
        }
        guard !ready.isEmpty, !isOver else { return }
        let sent = await send(ready)
        for place in places {
            switch sent[parts[place].run.run] {
            case .success(let recap)?: try note(recap.finish(workplace.output), at: place)
            case .failure(let problem)?: stumble(problem, at: place)
            case nil: break
            }
        }
    }

    /// How each run went; what ended the sending itself ended all of them.
    private func send(_ runs: [Applying]) async -> SendingProcess.Sent {
        do {
            return try await SendingProcess(workplace: workplace, runs: runs).send()
        } catch {
            let problem = RunCommand.problem(error, workplace)
            return runs.reduce(into: [:]) { $0[$1.run.run] = .failure(problem) }
        }
    }

    private mutating func note(_ finish: Finish, at place: Int) throws {
        parts[place].applied = finish
        try tellApplied(parts[place].run, finish)
        if case .signal(let number) = finish.ending { signal = number }
        if finish.ending == .code(.storage) { ended = Self.storage(workplace) }
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
