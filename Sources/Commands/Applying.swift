// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Execution
import Formats
import Glibc
import HTTP
import Job
import Model
import Providers
import SQLite

/// One apply: what is checked before it, what is asked, and the sending itself.
struct Applying {
    let workplace: Workplace
    let run: RunRecord
    let job: Job
    /// The accounts that have something planned, with the settings that hold now.
    let accounts: [Account]

    init(_ workplace: Workplace, run: RunRecord) throws {
        self.workplace = workplace
        self.run = run
        let job = try workplace.job()
        self.job = job
        let reader = try workplace.reader()
        accounts = try RunReader(reader).accounts(run.run).map { name, _ in
            guard let account = job.account(name) else {
                throw Problem(
                    .notApproved, "the plan has items of an account the job no longer has",
                    at: "run \(run.run), account \(name)",
                    next: "put the account back, or plan again")
            }
            return account
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

    /// A plan holds for the accounts it was made for: the same provider, address and credentials.
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
    }

    /// Asks the person at the terminal, unless `--yes` was given.
    func ask() throws {
        let invocation = workplace.invocation
        if invocation[Options.yes] { return }
        let planned = Int(run.counts.planned)
        let names = accounts.map(\.name).joined(separator: ", ")
        let live = accounts.contains { !$0.isLoopback } ? "LIVE" : "on this machine"
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
        let connection = try workplace.writer()
        try begin(connection)
        let writer = Writer(owning: connection)
        let (engine, moment) = try await drive(writer)
        let recap = try await recap(engine, moment, writer)
        try await seal(writer)
        try writer.close()
        return recap
    }

    private var holder: String {
        "run \(run.run) by \(workplace.actor) on \(Workplace.host), process \(getpid())"
    }

    private func seal(_ writer: Writer) async throws {
        let workplace = workplace
        try await writer.use { try workplace.seal($0) }
    }

    private func begin(_ connection: Connection) throws {
        try Act(
            .apply, run: run.run, at: workplace.clock.now, actor: workplace.actor,
            ticket: workplace.ticket
        ).record(on: connection)
    }

    private func drive(_ writer: Writer) async throws -> (Engine, Moment) {
        let redactor = Redactor(fingerprint: workplace.fingerprint)
        let reader = try workplace.reader()
        let http = try HTTPEngine(clock: workplace.clock)
        defer { http.shutdown() }
        let start = Moment(workplace.clock)
        let engine = Engine(
            try accounts.map {
                (lane($0), try Authorizer($0, reader: SecretReader(), redactor: redactor))
            }, until: nil,
            failures: FailureLimit(nil), seed: UInt64.random(in: 0 ... .max), at: start)
        let driver = Driver(
            engine, queues: accounts.map { SendQueue(run: run.run, account: $0.name) },
            options: accounts.map(\.httpOptions), http: http, writer: writer,
            recorder: Recorder { redactor.redact($0) }, reader: reader, clock: workplace.clock)
        let mailbox = driver.mailbox
        let view = ProgressView(workplace.output, run: run, start: start)
        let stops = try StopWatch(reader, run: run.run)
        let ended = try await workplace.context.signals.inOrder({ signal in
            mailbox.post(.stop(.signal(signal)))
        }) {
            try driver.run { engine, moment in
                view.show(engine.progress(moment), moment)
                return try stops.reason()
            }
        }
        return (ended, start)
    }

    private func lane(_ account: Account) -> LaneSetup {
        LaneSetup(
            run: run.run, account: account.name, provider: account.provider.provider,
            endpoint: account.endpoint, concurrency: account.concurrency,
            paces: account.paces, failureTolerance: account.limits.failures,
            lookEveryMilliseconds: account.lookEvery?.milliseconds)
    }

    private func recap(
        _ engine: Engine, _ start: Moment, _ writer: Writer
    ) async throws -> Recap {
        let now = workplace.clock.now
        let (run, actor, ticket, accept) = (run.run, workplace.actor, workplace.ticket, job.accept)
        let (laneEnds, stop) = (engine.laneEnds, engine.stopped)
        return try await writer.write { connection in
            let states = try RunReader(connection).states(run)
            let ending = RunEnding(states: states, laneEnds: laneEnds, stop: stop, accept: accept)
            let (requests, retries) = try RunReader(connection).requests(run)
            var log = try Log(connection)
            try Act(
                .applyEnded, run: run, at: now, actor: actor, reason: ending.stopped,
                ticket: ticket, detail: ending.json
            ).append(to: &log)
            try log.close()
            return Recap(
                run: run, states: states, ending: ending, requests: requests, retries: retries,
                milliseconds: now.milliseconds - start.wall.milliseconds)
        }
    }
}
