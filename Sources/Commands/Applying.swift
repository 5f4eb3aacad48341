// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Execution
import Formats
import Glibc
import Job
import Model
import Planning
import Providers
import Reconciliation
import SQLite

/// One apply: what is checked before it, what is asked, and the sending itself.
struct Applying {
    let workplace: Workplace
    let run: RunRecord
    let job: Job
    /// The accounts that have something planned, with the settings that hold now.
    let accounts: [Account]
    let limits: StandingLimits
    /// What the hold list protects by now.
    private let holds: HoldBack?

    /// Carries out what a run still has to send; a finished one ends as it ended.
    static func perform(_ run: RunRecord, _ workplace: Workplace) async throws -> Finish {
        if let ending = try ending(of: run, workplace) { return ending }
        let applying = try Applying(workplace, run: run)
        try applying.ask()
        return try await applying.send().finish(workplace.output)
    }

    private init(_ workplace: Workplace, run: RunRecord) throws {
        self.workplace = workplace
        self.run = run
        let job = try workplace.job()
        self.job = job
        holds = try HoldBack(job, at: workplace.clock.now)
        let reader = try workplace.reader()
        accounts = try RunReader(reader).accounts(run.run).map { name, _ in
            guard let account = job.account(name) else {
                throw Problem(
                    .notApproved, "the plan has items of an account the job no longer has",
                    at: "run \(run.run), account \(name)",
                    next: "put the account back, or plan again")
            }
            return try account.tightened(by: workplace.invocation)
        }
        limits = try StandingLimits(run, job, accounts)
        try PlanCheck(
            workplace: workplace, run: run, limits: limits, job: job, accounts: accounts,
            connection: reader
        ).pass()
    }
}

// MARK: Before anything is sent
extension Applying {
    /// The ending of a run that has nothing left to send; nil when it has.
    private static func ending(of run: RunRecord, _ workplace: Workplace) throws -> Finish? {
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
        let standing = try RunStanding(
            run: run.run, now: workplace.clock.now, try workplace.reader())
        // One that was cut off behind its last answer has not ended yet: it is brought to its end.
        guard standing.isSent, status != "applying" else { return nil }
        return Recap(
            run: run.run, states: standing.states, closed: standing.closed,
            accounts: try runs.statesByAccount(run.run),
            ending: RunEnding(standing, accept: try workplace.job().accept), requests: 0,
            retries: 0
        ).finish(workplace.output, nothingToDo: true)
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
    /// Sends until everything is done or something ends it, and says how it went.
    func send() async throws -> Recap {
        let wait = workplace.invocation[Options.lockWait]?.milliseconds ?? 0
        let lock = try SendingLock.take(
            beside: workplace.auditPath, holder: holder, waitMilliseconds: wait,
            clock: workplace.clock)
        defer { withExtendedLifetime(lock) {} }
        let start = workplace.clock.now
        let connection = try workplace.writer()
        let fingerprint = try workplace.fingerprint(connection)
        try check(fingerprint, connection)
        try begin(connection)
        _ = try holds?.hold(run.run, at: start, on: connection)
        let lanes = try lanes(connection)
        let writer = Writer(owning: connection)
        let sending = Sending(
            workplace: workplace, fingerprint: fingerprint, run: run.run,
            tasks: try tasks(workplace.reader()), rehearsal: try Rehearsal(workplace),
            until: try until(),
            stopAfter: workplace.invocation[Options.stopAfterFailures])
        do {
            let engine = try await sending.drive(lanes, writer)
            let recap = try await recap(engine.laneEnds, engine.stopped, start, writer)
            try await seal(writer)
            try writer.close()
            return recap
        } catch {
            // A secret that cannot be read, or a full disk: the record says so if it still can.
            try? await end(error, writer)
            try? writer.close()
            throw error
        }
    }

    /// Once more now that nobody else sends: the run may have been another one's until just now.
    private func check(
        _ fingerprint: Credentials.Fingerprint, _ connection: Connection
    ) throws {
        let check = PlanCheck(
            workplace: workplace, run: run, limits: limits, job: job, accounts: accounts,
            connection: connection)
        try check.checkCredentials(fingerprint)
    }

    private func tasks(_ connection: Connection) throws -> [String: ProgressView.Task] {
        let pairs = try RunReader(connection).statesByAccount(run.run).map { account, states in
            let total = states.values.reduce(0, +)
            let open = [ItemState.planned, .sending, .inDoubt].reduce(0) {
                $0 + states[$1, default: 0]
            }
            return (account, ProgressView.Task(total: Int(total), before: Int(total - open)))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    private func end(_ error: any Error, _ writer: Writer) async throws {
        let problem = error as? Problem
        let act = Act(
            .applyEnded, run: run.run, at: workplace.clock.now, actor: workplace.actor,
            reason: problem?.what ?? "\(error)", ticket: workplace.ticket,
            detail: [
                "status": "stopped",
                "exit": .number(String((problem?.exit ?? .internalError).rawValue)),
            ])
        try await writer.write { connection in
            var log = try Log(connection)
            try act.append(to: &log)
            try log.close()
        }
    }

    private var holder: String {
        "run \(run.run) by \(workplace.actor) on \(Workplace.host), process \(getpid())"
    }

    private func begin(_ connection: Connection) throws {
        try Act(
            .apply, run: run.run, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket
        ).record(on: connection)
    }

    private func lanes(_ connection: Connection) throws -> [Sending.Lane] {
        let now = workplace.clock.now
        let order = try SendOrder(run: run.run, connection)
        return try accounts.map { account in
            let window = account.paces.map(\.windowMilliseconds).max() ?? 60_000
            let limits = self.limits.limits(of: account)
            return Sending.Lane(
                account: account,
                queue: SendQueue(
                    run: run.run, account: account.name, order: order,
                    withDeletions: workplace.invocation[Options.delete]
                        && account.deleteAfterCancel),
                failures: limits.failures, until: self.limits.deadline(of: limits),
                history: try SendHistory(
                    account: account.name, run: run.run,
                    since: now.adding(milliseconds: -window), connection),
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

    private func seal(_ writer: Writer) async throws {
        let workplace = workplace
        try await writer.use { try workplace.seal($0) }
    }

    private func recap(
        _ laneEnds: [(account: String, end: LaneEnd)], _ stop: StopReason?, _ start: Timestamp,
        _ writer: Writer
    ) async throws -> Recap {
        let now = workplace.clock.now
        let (run, actor, ticket, accept) = (run.run, workplace.actor, workplace.ticket, job.accept)
        let zone = try Zone(named: job.timeZone)
        return try await writer.write { connection in
            let states = try RunReader(connection).states(run)
            let ending = RunEnding(
                states: states, closed: try RunReader(connection).closed(run),
                laneEnds: laneEnds, stop: stop, accept: accept)
            let (requests, retries) = try RunReader(connection).requests(run)
            var money = LabelMoney(act: try Log.size(connection), connection)
            try money.expect(run: run, zone: zone)
            var log = try Log(connection)
            try Act(
                .applyEnded, run: run, at: now, actor: actor, reason: ending.stopped,
                ticket: ticket, detail: .object(ending.members + money.members)
            ).append(to: &log)
            try log.close()
            return Recap(
                run: run, states: states, accounts: try RunReader(connection).statesByAccount(run),
                ending: ending, requests: requests, retries: retries,
                milliseconds: now.milliseconds - start.milliseconds)
        }
    }
}
