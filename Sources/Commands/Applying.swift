// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Glibc
import Job
import Model
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

    /// Carries out what a run still has to send; a finished one ends as it ended.
    static func perform(_ run: RunRecord, _ workplace: Workplace) async throws -> Finish {
        let applying = try Applying(workplace, run: run)
        let runs = RunReader(try workplace.reader())
        if let ending = try applying.endingBeforeSending(runs) { return ending }
        try applying.ask()
        return try await applying.send().finish(workplace.output)
    }

    init(_ workplace: Workplace, run: RunRecord) throws {
        self.workplace = workplace
        self.run = run
        let job = try workplace.job()
        self.job = job
        accounts = try RunReader(try workplace.reader()).accounts(run.run).map { name, _ in
            guard let account = job.account(name) else {
                throw Problem(
                    .notApproved, "the plan has items of an account the job no longer has",
                    at: "run \(run.run), account \(name)",
                    next: "put the account back, or plan again")
            }
            return try account.tightened(by: workplace.invocation)
        }
    }
}

// MARK: Before anything is sent
extension Applying {
    /// The ending of a run that has nothing left to send; nil when it has.
    func endingBeforeSending(_ runs: RunReader) throws -> Finish? {
        switch try runs.status(run.run) {
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
        try checkAccounts()
        let states = try runs.states(run.run)
        let open = [ItemState.planned, .sending, .inDoubt].reduce(0) { $0 + states[$1, default: 0] }
        guard open == 0 else { return nil }
        let ending = RunEnding(states: states, laneEnds: [], stop: nil, accept: job.accept)
        return Recap(run: run.run, states: states, ending: ending, requests: 0, retries: 0)
            .finish(workplace.output, nothingToDo: true)
    }

    /// A plan holds for what it was made for: the same rules, provider, address and credentials.
    private func checkAccounts() throws(Problem) {
        for account in accounts {
            let planned = run.plan["accounts"]?[account.name]?["identity"]?.string
            guard planned == account.identityDigest else {
                throw Problem(
                    .notApproved,
                    "the account changed since the plan was made (provider, address or credential)",
                    at: "run \(run.run), account \(account.name)",
                    next: "put it back, or rescind plan EXPORT --again")
            }
        }
        guard run.plan["job_rules_sha256"]?.string == job.rulesDigest else {
            throw Problem(
                .notApproved, "the rules of the job changed since the plan was made",
                at: "run \(run.run)", next: "put them back, or rescind plan EXPORT --again")
        }
    }

    /// Asks the person at the terminal, unless `--yes` was given.
    func ask() throws {
        let invocation = workplace.invocation
        if invocation[Options.yes] { return }
        let planned = Int(run.counts.planned)
        let names = accounts.map(\.name).joined(separator: ", ")
        let isLive = !workplace.isRehearsal && accounts.contains { !$0.isLoopback }
        let live = isLive ? "LIVE" : "on this machine"
        let question = Question(
            "Type \(planned) to cancel \(counted(planned, "shipment")) of \(names), \(live)",
            answer: String(planned), unattended: "rescind apply \(run.run) --yes")
        guard try workplace.output.ask(question) else {
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
        try begin(connection)
        let lanes = try lanes(connection)
        let fingerprint = try workplace.fingerprint(connection)
        let writer = Writer(owning: connection)
        let sending = Sending(
            workplace: workplace, fingerprint: fingerprint, run: run.run,
            total: Int(run.counts.planned),
            rehearsal: try Rehearsal(workplace), until: try until(),
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
        return try accounts.map { account in
            let window = account.paces.map(\.windowMilliseconds).max() ?? 60_000
            return Sending.Lane(
                account: account,
                queue: SendQueue(
                    run: run.run, account: account.name,
                    withDeletions: workplace.invocation[Options.delete]
                        && account.deleteAfterCancel),
                failures: account.limits.failures,
                history: try SendHistory(
                    account: account.name, run: run.run,
                    since: now.adding(milliseconds: -window), connection),
                deletes: workplace.invocation[Options.delete] && account.deleteAfterCancel)
        }
    }

    /// The first time after the plan was made that the clocks show the deadline.
    private func until() throws -> Timestamp? {
        let zone = try Zone(named: job.timeZone)
        let deadlines = [job.limits.until, workplace.invocation[Options.until]]
        return deadlines.compactMap { $0 }.map { time in
            // The option is about this start, the job's limit about the plan.
            let from = time == job.limits.until ? run.createdAt : workplace.clock.now
            let day = zone.day(of: from)
            let today = zone.moment(day, secondOfDay: Int64(time.minutes) * 60)
            if today > from { return today }
            let next = CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
            return zone.moment(next, secondOfDay: Int64(time.minutes) * 60)
        }.min()
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
            let ending = RunEnding(states: states, laneEnds: laneEnds, stop: stop, accept: accept)
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
                run: run, states: states, ending: ending, requests: requests, retries: retries,
                milliseconds: now.milliseconds - start.milliseconds)
        }
    }
}
