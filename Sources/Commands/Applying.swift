// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Execution
import Formats
import HTTP
import Job
import Model
import Planning
import Providers
import Reconciliation
import SQLite

/// One apply: what is checked before it, what is asked, what is sent, and what it came to.
struct Applying {
    let workplace: Workplace
    let run: RunRecord
    let job: Job
    /// The accounts that have something planned, with the settings that hold now.
    let accounts: [Account]
    let limits: StandingLimits
    /// Where its items stood when this apply looked at them.
    private let planned: SendPlan
    /// What the hold list protects by now.
    private let holds: HoldBack?

    /// Carries out what a run still has to send; a finished one ends as it ended.
    static func perform(_ run: RunRecord, _ workplace: Workplace) async throws -> Finish {
        if let ending = try ending(of: run, workplace) { return ending }
        let applying = try await Applying(workplace, run: run)
        try applying.ask()
        let sent = try await SendingProcess(workplace: workplace, runs: [applying]).send()
        guard let result = sent[run.run] else { throw Problem(.internal, "the run was not sent") }
        return try result.get().finish(workplace.output)
    }

    init(_ workplace: Workplace, run: RunRecord) async throws {
        // What takes as long as all the rest is done beside it.
        async let record: Void = PlanCheck.checkRecord(of: run.run, workplace)
        self.workplace = workplace
        self.run = run
        let job = try workplace.job()
        self.job = job
        holds = try HoldBack(job, at: workplace.clock.now)
        let reader = try workplace.reader()
        var counted = CountedItems()
        planned = try SendPlan(run: run.run, reader) { counted.count($0) }
        accounts = try planned.accounts.map { name in
            guard let account = job.account(name) else {
                throw Problem(
                    .notApproved, "the plan has items of an account the job no longer has",
                    at: "run \(run.run), account \(name)",
                    next: "put the account back, or plan again")
            }
            return try account.tightened(by: workplace.invocation)
        }
        limits = try StandingLimits(run, job, accounts, counted)
        try PlanCheck(
            workplace: workplace, run: run, limits: limits, job: job, accounts: accounts,
            connection: reader
        ).pass()
        HTTPLoop.load()
        try await record
    }
}

// MARK: Before anything is sent
extension Applying {
    /// The ending of a run that has nothing left to send; nil when it has.
    static func ending(of run: RunRecord, _ workplace: Workplace) throws -> Finish? {
        let runs = RunReader(try workplace.reader())
        let status = try runs.status(run.run)
        switch status {
        case "blocked":
            throw Problem(
                .notApproved, "the plan is blocked: \(run.blockedBy.joined(separator: "; "))",
                at: "run \(run.run)", next: "rescind approve \(run.run) --reason TEXT")
        case "abandoned":
            throw Problem(
                .blocked, "the run was abandoned", at: "run \(run.run)", next: "rescind plan EXPORT"
            )
        default: break
        }
        // One that was cut off behind its last answer has not ended yet: it is brought to its end.
        guard status != "applying", try !runs.hasUnsent(run.run) else { return nil }
        let standing = try RunStanding(
            run: run.run, now: workplace.clock.now, try workplace.reader())
        return Recap(
            run: run.run, states: standing.states, closed: standing.closed,
            accounts: try SendPlan(run: run.run, workplace.reader()).statesByAccount,
            ending: RunEnding(standing, accept: try workplace.job().accept), requests: 0,
            retries: 0, doubtful: try runs.firstDoubtful(run.run)
        ).finish(workplace.output, nothingLeft: true)
    }

    /// Asks the person at the terminal, unless `--yes` was given.
    func ask() throws {
        if workplace.invocation[Options.yes] { return }
        let standing = try RunStanding(
            run: run.run, now: workplace.clock.now, try workplace.reader())
        if standing.isSent { return }
        let question = ApplyQuestion(
            items: Int(standing.unsent + standing.doubt), accounts: accounts,
            isRehearsal: workplace.isRehearsal,
            deletes: workplace.invocation[Options.delete])
        for line in question.warnings { workplace.output.message(line) }
        let unattended = "rescind apply \(run.run) --yes"
        guard try workplace.output.ask(question.question(unattended: unattended)) else {
            throw Problem(
                .notApproved, "the answer was another; nothing was sent", at: "run \(run.run)",
                next: "rescind apply \(run.run)")
        }
    }
}

// MARK: Sending
extension Applying {
    /// Puts the apply on record; gives its lanes, with their secrets read.
    func begin(_ sending: Sending, _ connection: Connection) throws -> Sending.Ready {
        // Once more now that nobody else sends: the run may have been another one's until now.
        try PlanCheck(
            workplace: workplace, run: run, limits: limits, job: job, accounts: accounts,
            connection: connection
        ).checkCredentials(sending.fingerprint)
        let now = workplace.clock.now
        var planned = try planned.upToDate(connection)
        try Act(
            .apply, run: run.run, at: now, actor: workplace.actor, ticket: workplace.ticket
        ).record(on: connection)
        do {
            if let held = try holds?.hold(run.run, at: now, on: connection), held > 0 {
                planned = try SendPlan(run: run.run, connection)
            }
            return try sending.ready(
                Sending.Run(
                    number: run.run, lanes: try lanes(planned, connection), tasks: tasks(planned),
                    until: try until(),
                    stopAfter: workplace.invocation[Options.stopAfterFailures]))
        } catch {
            // The record says so if it still can.
            try? ending(error).record(on: connection)
            throw error
        }
    }

    private func tasks(_ planned: SendPlan) -> [String: ProgressView.Task] {
        let pairs = planned.statesByAccount.map { account, states in
            let total = states.values.reduce(0, +)
            let open = [ItemState.planned, .sending, .inDoubt].reduce(0) {
                $0 + states[$1, default: 0]
            }
            return (account, ProgressView.Task(total: Int(total), before: Int(total - open)))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    private func lanes(
        _ planned: SendPlan, _ connection: Connection
    ) throws -> [Sending.Lane] {
        let now = workplace.clock.now
        return try accounts.map { account in
            let limits = self.limits.limits(of: account)
            return Sending.Lane(
                account: account,
                queue: SendQueue(
                    run: run.run, account: account.name, planned: planned,
                    withDeletions: workplace.invocation[Options.delete]
                        && account.deleteAfterCancel),
                failures: limits.failures, until: self.limits.deadline(of: limits),
                history: try account.history(of: run.run, at: now, connection),
                deletes: workplace.invocation[Options.delete] && account.deleteAfterCancel)
        }
    }

    /// The deadline of the run, and the one of this start, which `--until` is about.
    private func until() throws -> Timestamp? {
        let zone = try Zone(named: job.timeZone)
        let asked = workplace.invocation[Options.until].map {
            zone.next($0, after: workplace.clock.now)
        }
        return lesser(limits.deadline(of: limits.whole), asked)
    }
}

// MARK: Its end
extension Applying {
    /// Puts on record how the run ended, and says what it came to.
    func ending(
        _ engine: borrowing Engine, since start: Timestamp
    ) -> @Sendable (Connection) throws -> Recap {
        let now = workplace.clock.now
        let stop = engine.courses.first { $0.run == run.run }?.stopped
        let laneEnds = engine.laneEnds(of: run.run)
        return { [self] connection in
            let runs = RunReader(connection)
            let accounts = try runs.statesByAccount(run.run, planned: run.plannedByAccount)
            let states = run.states(of: accounts.map(\.states))
            let ending = RunEnding(
                states: states, closed: try runs.closed(run.run), laneEnds: laneEnds, stop: stop,
                accept: job.accept)
            let (requests, retries) = try runs.requests(run.run)
            var money = LabelMoney(act: try Log.size(connection), connection)
            try money.expect(run: run.run, zone: try Zone(named: job.timeZone))
            var log = try Log(connection)
            try Act(
                .applyEnded, run: run.run, at: now, actor: workplace.actor,
                reason: ending.stopped, ticket: workplace.ticket,
                detail: .object(ending.members + money.members)
            ).append(to: &log)
            try log.close()
            return Recap(
                run: run.run, states: states, accounts: accounts,
                ending: ending, requests: requests, retries: retries,
                doubtful: states[.inDoubt] == nil ? nil : try runs.firstDoubtful(run.run),
                milliseconds: now.milliseconds - start.milliseconds)
        }
    }

    /// The act of an apply that something unforeseen ended: a secret that cannot be read, a full disk.
    func ending(_ error: any Error) -> Act {
        let problem = error as? Problem
        return Act(
            .applyEnded, run: run.run, at: workplace.clock.now, actor: workplace.actor,
            reason: problem?.what ?? "\(error)", ticket: workplace.ticket,
            detail: [
                "status": "stopped",
                "exit": .number(String((problem?.exit ?? .internalError).rawValue)),
            ])
    }
}
