// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import Planning
import SQLite

/// The runs of a night: those it continues, and those it plans; and what it leaves out.
///
/// One account must not stop the others: an export that cannot be planned is left out, and an
/// account over its limits gets a run of its own, blocked until somebody approves it.
struct NightPlan {
    /// How long one night waits for another that is planning.
    static let planningWaitMilliseconds: Int64 = 600_000

    private(set) var runs: [RunRecord] = []
    private(set) var leftOut: [LeftOut]

    private let workplace: Workplace
    private let job: Job
    private var firstRun: Int64?

    init(_ workplace: Workplace, _ job: Job, _ exports: NightExports) throws {
        self.workplace = workplace
        self.job = job
        leftOut = exports.leftOut
        if workplace.isRehearsal { try Rehearsal.forgetEarlier(workplace) }
        // Two timers that fire together must not plan the same exports twice.
        let lock = try SendingLock.take(
            beside: workplace.auditPath + ".plan",
            holder: "run by \(workplace.actor) on \(Workplace.host)",
            waitMilliseconds: Self.planningWaitMilliseconds, clock: workplace.clock)
        defer { withExtendedLifetime(lock) {} }
        let connection = try workplace.writer()
        try workplace.checkStage(connection)
        let fresh = try continueEarlier(exports.found, connection)
        try plan(fresh, connection)
    }

    /// Whether there was but one thing to do, so that its failure is the night's.
    var isSingle: Bool { runs.count + leftOut.count == 1 }
}

// MARK: What is continued
extension NightPlan {
    /// Takes up the unfinished runs of these exports; the exports no run has read are left.
    private mutating func continueEarlier(
        _ exports: [PlanExport], _ connection: Connection
    ) throws -> [PlanExport] {
        if workplace.invocation[Options.again] { return exports }
        let earlier = EarlierRuns(connection, job, now: workplace.clock.now)
        var fresh: [PlanExport] = []
        for export in exports {
            let found = export.path == "-" ? [] : try earlier.runs(of: export)
            if found.isEmpty { fresh.append(export) }
            for run in found where !runs.contains(where: { $0.run == run.run }) {
                try take(run, export, earlier)
            }
        }
        runs.sort { $0.run < $1.run }
        return fresh
    }

    private mutating func take(
        _ run: RunRecord, _ export: PlanExport, _ earlier: EarlierRuns
    ) throws {
        if let problem = try earlier.objection(to: run, path: export.path) {
            return leaveOut(problem, export.account)
        }
        let status =
            try earlier.isDone(run) ? "done" : try earlier.isBlocked(run) ? "blocked" : "continued"
        workplace.output.message("Run \(run.run) has this export already: it is \(status).")
        runs.append(run)
    }

    private mutating func leaveOut(_ problem: Problem, _ account: String?) {
        leftOut.append(LeftOut(problem, account: account))
    }
}

// MARK: What is planned
extension NightPlan {
    /// Plans what no run has read.
    private mutating func plan(_ exports: [PlanExport], _ connection: Connection) throws {
        guard let only = exports.first else { return }
        let isOneAccount = exports.count == 1 && (only.account != nil || job.accounts.count < 2)
        // Standard input can be read but once.
        if isOneAccount || exports.contains(where: { $0.path == "-" }) {
            return try store(exports, .all, connection)
        }
        let sorted = try sort(exports, connection)
        if !sorted.together.isEmpty {
            let apart = Set(sorted.apart.keys)
            try store(sorted.together, apart.isEmpty ? .all : .without(apart), connection)
        }
        for (account, exports) in sorted.apart.sorted(by: { $0.key < $1.key }) {
            try store(exports, .only([account]), connection)
        }
    }

    /// Tries each export alone: what can be planned together, and the accounts that cannot.
    private mutating func sort(
        _ exports: [PlanExport], _ connection: Connection
    ) throws -> (together: [PlanExport], apart: [String: [PlanExport]]) {
        var together: [PlanExport] = []
        var apart: [String: [PlanExport]] = [:]
        for export in exports {
            do {
                let over = try trial(export, connection)
                for account in over.accounts { apart[account, default: []].append(export) }
                if !over.isAll { together.append(export) }
            } catch let problem as Problem where !problem.endsTheNight {
                leaveOut(problem, export.account)
            }
        }
        return (together, apart)
    }

    private func trial(
        _ export: PlanExport, _ connection: Connection
    ) throws -> (accounts: Set<String>, isAll: Bool) {
        var request = try PlanCommand.request(workplace, exports: [export])
        request.again = true
        request.job.keepExports = nil
        let plan = try Planner(request).trial(on: connection)
        let all = Set(plan.tally.planned.keys)
        // An export that says itself that it is cut says nothing true about any account.
        if plan.sources.contains(where: { $0.shortfall != nil }) {
            return (export.account.map { [$0] } ?? all, true)
        }
        let over = Set(plan.overLimits.keys)
        return (over, !over.isEmpty && over == all)
    }

    private mutating func store(
        _ exports: [PlanExport], _ part: PlanRequest.Part, _ connection: Connection
    ) throws {
        var request = try PlanCommand.request(workplace, exports: exports)
        // The same bytes were looked for already, but those of standard input.
        request.again = request.again || !exports.contains { $0.path == "-" }
        request.part = part
        request.night = firstRun
        do {
            let plan = try PlanCommand.store(workplace, request)
            firstRun = firstRun ?? plan.record.run
            let screen = PlanScreen(plan, workplace)
            screen.show()
            workplace.output.result(screen.ending(ofRun: true))
            runs.append(plan.record)
        } catch let already as AlreadyPlanned {
            guard let run = try RunReader(connection).run(already.run) else {
                throw already.problem
            }
            let earlier = EarlierRuns(connection, job, now: workplace.clock.now)
            try take(run, PlanExport("-"), earlier)
        } catch let problem as Problem where !problem.endsTheNight {
            leaveOut(problem, exports.count == 1 ? exports.first?.account : nil)
        }
    }
}

extension Problem {
    /// A disk or another process is in the way of every run, other things only of one.
    var endsTheNight: Bool {
        [.locked, .storage, .internalError, .auditInvalid].contains(exit)
    }
}
