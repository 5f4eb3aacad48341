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

/// The engine with real sockets, disk and clock around it: what apply, run and confirm share.
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

    /// One run at work.
    struct Run {
        /// Nil where items of many runs are looked at.
        let number: Int64?
        var lanes: [Lane]
        /// What each account has to do; empty where nobody knows how much there is to look at.
        var tasks: [String: ProgressView.Task] = [:]
        var until: Timestamp?
        var stopAfter: Tolerance?
    }

    /// A run whose secrets were read.
    struct Ready {
        let run: Run
        let setups: [(LaneSetup, Authorizer)]
    }

    let workplace: Workplace
    /// Set where all of it happens on this machine only.
    let rehearsal: Rehearsal?
    private let redactor: Redactor

    var fingerprint: Credentials.Fingerprint { redactor.fingerprint }

    init(_ workplace: Workplace, _ fingerprint: Credentials.Fingerprint) throws {
        self.workplace = workplace
        rehearsal = try Rehearsal(workplace)
        redactor = Redactor(fingerprint: fingerprint)
    }
}

// MARK: Before it begins
extension Sending {
    /// Reads the secrets of a run's accounts.
    ///
    /// One account that cannot be used does not stop the others; none that can is a mistake.
    func ready(_ run: Run) throws -> Ready {
        let setups = try run.lanes.map { try setup($0, run.number) }
        if let problem = setups.first?.0.unusable, setups.allSatisfy({ $0.0.unusable != nil }) {
            throw problem
        }
        return Ready(run: run, setups: setups)
    }

    private func setup(
        _ lane: Lane, _ run: Int64?
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
        let fields = FieldRedactor(
            patterns: try workplace.job().redact, fingerprint: fingerprint)
        setup.kept = { fields.redact($0) }
        return (setup, authorizer)
    }
}

// MARK: At work
extension Sending {
    /// Works until the lanes of all runs are done or something ends them.
    ///
    /// `isDone` is called for each run when its own lanes are: the others may take hours more.
    /// Where the work is sending, `gate` knows of what and since when.
    func drive(
        _ runs: [Ready], _ writer: Writer, gate: StopGate? = nil,
        isDone: (borrowing Engine, Int64?) -> Void = { _, _ in }
    ) async throws -> Engine {
        let reader = try workplace.reader()
        let http = try HTTPLoop(clock: workplace.clock)
        defer { http.shutdown() }
        let start = Moment(workplace.clock)
        let lanes = runs.flatMap(\.run.lanes)
        let courses = runs.map {
            Course(
                run: $0.run.number, until: $0.run.until, failures: FailureLimit($0.run.stopAfter))
        }
        let engine = Engine(
            courses, runs.flatMap(\.setups), histories: lanes.map(\.history),
            seed: UInt64.random(in: 0 ... .max), at: start)
        let driver = Driver(
            engine, queues: lanes.map(\.queue), options: lanes.map(\.account.httpOptions),
            http: http, writer: writer,
            recorder: Recorder { [redactor] in redactor.redact($0) },
            reader: reader, clock: workplace.clock,
            mark: try gate.map { _ in try SentMark(reader) }, seal: sealing)
        let stops = try StopWatch(
            reader, runs: runs.map(\.run.number), begunAt: gate?.begunAt)
        return try await drive(driver, view(runs, start), stops, gate, isDone)
    }

    private func drive(
        _ driver: Driver, _ view: ProgressView, _ stops: StopWatch, _ gate: StopGate?,
        _ isDone: (borrowing Engine, Int64?) -> Void
    ) async throws -> Engine {
        let mailbox = driver.mailbox
        var (open, gate) = (stops.runs, gate)
        return try await workplace.context.signals.inOrder({ signal in
            mailbox.post(.stop(.signal(signal)))
        }) {
            try driver.run { engine, moment in
                view.show(engine.progress(moment), moment, isLast: engine.isFinished)
                gate?.update(engine)
                open.removeAll { run in
                    guard engine.isDone(run) else { return false }
                    isDone(engine, run)
                    return true
                }
                return try stops.events()
            }
        }
    }

    private func view(_ runs: [Ready], _ start: Moment) -> ProgressView {
        let numbers = runs.compactMap(\.run.number).map(String.init)
        let title =
            switch numbers.count {
            case 0: "All runs"
            case 1: "Run \(numbers[0])"
            default: "\(numbers.count) runs"
            }
        let tasks = runs.reduce(into: [:]) { $0.merge($1.run.tasks) { $1 } }
        return ProgressView(
            workplace.output, title: title, run: runs.count == 1 ? runs[0].run.number : nil,
            tasks: tasks, start: start)
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
}
