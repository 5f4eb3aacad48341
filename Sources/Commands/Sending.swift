// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Execution
import HTTP
import Job
import Model
import Providers
import SQLite

/// The engine with real sockets, disk and clock around it: what apply and confirm share.
struct Sending {
    /// One account at work.
    struct Lane {
        var account: Account
        var queue: any LaneQueue
        var failures: Tolerance
        /// The account's own deadline, where it has one.
        var until: Timestamp?
        var history = SendHistory()
        var deletes = false
        var lookOnly: LookOnly?
    }

    let workplace: Workplace
    let fingerprint: Credentials.Fingerprint
    /// Nil where items of many runs are looked at.
    let run: Int64?
    /// What each account has to do; empty where nobody knows how much there is to look at.
    var tasks: [String: ProgressView.Task] = [:]
    /// Set where all of it happens on this machine only.
    var rehearsal: Rehearsal?
    var until: Timestamp?
    var stopAfter: Tolerance?

    /// Works until the lanes are done or something ends them.
    func drive(_ lanes: [Lane], _ writer: Writer) async throws -> Engine {
        let redactor = Redactor(fingerprint: fingerprint)
        let fields = FieldRedactor(
            patterns: try workplace.job().redact, fingerprint: fingerprint)
        let reader = try workplace.reader()
        let http = try HTTPEngine(clock: workplace.clock)
        defer { http.shutdown() }
        let start = Moment(workplace.clock)
        let setups = try lanes.map { try setup($0, redactor) }
        // One account that cannot be used does not stop the others; none that can is a mistake.
        if let problem = setups.first?.0.unusable, setups.allSatisfy({ $0.0.unusable != nil }) {
            throw problem
        }
        let engine = Engine(
            setups, histories: lanes.map(\.history),
            until: until, failures: FailureLimit(stopAfter),
            seed: UInt64.random(in: 0 ... .max), at: start)
        let driver = Driver(
            engine, queues: lanes.map(\.queue), options: lanes.map(\.account.httpOptions),
            http: http, writer: writer,
            recorder: Recorder { fields.redact(redactor.redact($0)) }, reader: reader,
            clock: workplace.clock, seal: sealing)
        return try await drive(driver, start, try StopWatch(reader, run: run))
    }

    /// A checkpoint that did not come about is said; the next one covers what it would have.
    private var sealing: @Sendable (Connection) -> Void {
        let workplace = workplace
        return { connection in
            do {
                try workplace.seal(connection)
            } catch {
                let problem = Problem(storage: error, at: workplace.auditPath)
                workplace.output.warning("no checkpoint was made: \(problem.what)")
            }
        }
    }

    private func drive(
        _ driver: Driver, _ start: Moment, _ stops: StopWatch
    ) async throws -> Engine {
        let mailbox = driver.mailbox
        let view = ProgressView(
            workplace.output, title: run.map { "Run \($0)" } ?? "All runs", run: run, tasks: tasks,
            start: start)
        return try await workplace.context.signals.inOrder({ signal in
            mailbox.post(.stop(.signal(signal)))
        }) {
            try driver.run { engine, moment in
                view.show(engine.progress(moment), moment, isLast: engine.isFinished)
                return try stops.reason()
            }
        }
    }

    private func setup(
        _ lane: Lane, _ redactor: Redactor
    ) throws -> (LaneSetup, Authorizer) {
        let account = rehearsal?.onStage(lane.account) ?? lane.account
        let secrets = rehearsal == nil ? SecretReader() : SecretReader.rehearsal
        var authorizer = try Authorizer(account, reader: secrets, redactor: redactor)
        // References are read before the loop: a command that asks for a passphrase would
        // otherwise hold up every lane.
        if let problem = authorizer.prepare().first {
            return (LaneSetup(run: run, account, unusable: problem), authorizer)
        }
        var setup = try LaneSetup(
            run: run, account, &authorizer, failures: lane.failures)
        setup.deletes = lane.deletes
        setup.until = lane.until
        setup.lookOnly = lane.lookOnly
        return (setup, authorizer)
    }
}
