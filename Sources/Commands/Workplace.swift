// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Glibc
import Job
import Model
import SQLite

/// What every command works with: its options, the job, the audit database, who and when.
struct Workplace: Sendable {
    let context: Context
    let clock: any Clock
    let actor = Actor.current
    private let reading: JobReading?

    init(_ context: Context, clock: any Clock = SystemClock()) {
        self.context = context
        self.clock = clock
        reading = Self.readJob(context.invocation)
    }

    var invocation: Invocation { context.invocation }
    var output: Output { context.output }
    var ticket: String? { invocation[Options.ticket] }

    /// The machine's name, as the record keeps it.
    static var host: String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: name.nodename) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

// MARK: The job
extension Workplace {
    private static func readJob(_ invocation: Invocation) -> JobReading? {
        if invocation.verb.takes(Options.provider), let provider = invocation[Options.provider] {
            return AccountOptions(
                provider: provider.rawValue,
                credentials: invocation[Options.credential].map { "\($0.name)=\($0.text)" },
                baseURL: invocation[Options.baseURL],
                name: invocation.verb.takes(Options.account) ? invocation[Options.account] : nil
            ).job(home: getenv("HOME").map { String(cString: $0) })
        }
        if let path = invocation[Options.job] { return JobFile.read(path) }
        guard access(JobFile.standardName, F_OK) == 0 else { return nil }
        return JobFile.read(JobFile.standardName)
    }

    /// The job; a problem where there is none or it has any.
    func job() throws(Problem) -> Job {
        guard let reading else {
            throw Problem(
                .jobInvalid, "there is no job file", at: JobFile.standardName,
                next: "rescind init, or name one with --job FILE")
        }
        guard let job = reading.job else { throw Self.first(of: reading.problems) }
        return job
    }

    /// The job where there is one; a broken one is a problem for every command but `check`.
    func jobIfAny() throws(Problem) -> Job? {
        guard let reading else { return nil }
        guard let job = reading.job else { throw Self.first(of: reading.problems) }
        return job
    }

    var jobReading: JobReading? { reading }

    /// Refuses what nobody ordered, where the job wants an order for everything.
    func checkTicket() throws(Problem) {
        guard reading?.job?.requireTicket == true, (ticket ?? "").isEmpty else { return }
        throw Problem(
            .usage, "the job wants a ticket for everything", at: "requireTicket",
            next: "add --ticket ID")
    }

    private static func first(of problems: [Problem]) -> Problem {
        guard var problem = problems.first else {
            return Problem(.jobInvalid, "the job cannot be read")
        }
        // A mistake of the command line is in no job file.
        if problems.count > 1, problem.place?.hasPrefix("--") != true {
            problem.next = "rescind check shows all \(problems.count) problems"
        }
        return problem
    }
}

// MARK: The audit database
extension Workplace {
    /// The database: the option's, else the job's, else the one beside us.
    var auditPath: String {
        if isRehearsal { return Rehearsal.record }
        return invocation[Options.audit] ?? reading?.draft?.audit ?? "audit.db"
    }

    /// The same job and export against the built-in sandbox, on a record of its own.
    var isRehearsal: Bool {
        invocation.verb.takes(Options.sandbox) && invocation[Options.sandbox]
    }

    /// Where reports go: the job's folder; those of a rehearsal never among those of real nights.
    func reports(of run: RunRecord?) throws(Problem) -> String {
        let folder = try jobIfAny()?.reports ?? "reports"
        return run?.isRehearsal == true ? folder + "/rehearsal" : folder
    }

    /// The record, to be written on, with the key that will sign what is written.
    ///
    /// The key first: what is on record counts, so nothing may be put there by a command that then
    /// fails for want of it.
    func writer() throws -> Connection {
        let connection = try AuditFile.forWriting(auditPath)
        _ = try signingKey(connection)
        return connection
    }

    var hasRecord: Bool { access(auditPath, F_OK) == 0 }

    func reader() throws -> Connection {
        guard hasRecord else {
            throw Problem(
                .usage, "there is no audit database", at: auditPath,
                next: "rescind plan EXPORT makes one, or name it with --audit FILE")
        }
        return try AuditFile.forReading(auditPath)
    }

    /// The run that is meant.
    func run(_ reference: RunReference?, in reader: RunReader) throws -> RunRecord {
        let number: Int64?
        switch reference ?? .last {
        case .number(let wanted): number = Int64(wanted)
        case .last: number = try reader.last()
        }
        guard let number, let run = try reader.run(number) else {
            throw Problem(
                .usage, number.map { "there is no run \($0)" } ?? "there is no run yet",
                at: auditPath, next: "rescind runs")
        }
        if run.isRehearsal { Rehearsal.begin() }
        return run
    }
}

extension Verb {
    func takes<Read>(_ option: Option<Read>) -> Bool {
        options.contains { $0.name == option.row.name }
    }
}

// MARK: The end of a command that wrote
extension Workplace {
    /// Closes the record in good order: signed, written back into its file, the log short.
    ///
    /// A checkpoint that could not be carried away is said and changes nothing: the record is
    /// there and signed all the same.
    func seal(_ connection: Connection) throws {
        let signed = try checkpoints(connection).sign(connection, at: clock.now)
        for problem in signed?.problems ?? [] {
            for line in problem.lines { output.warning(line) }
        }
        _ = try connection.checkpoint()
    }

    /// What signs this record.
    func checkpoints(_ connection: Connection) throws -> Checkpoints {
        // Nothing of a rehearsal leaves the machine.
        let isRehearsal = try isRehearsal || RunReader(connection).newest()?.isRehearsal == true
        let anchor = isRehearsal ? nil : jobReading?.draft?.anchor
        return Checkpoints(key: try signingKey(connection), actor: actor, anchor: anchor)
    }

    private func signingKey(_ connection: Connection) throws -> SigningKey {
        try SigningKey.of(connection, at: jobReading?.draft?.signingKey)
    }

    /// Stands for secrets where nothing is recorded.
    static let unrecorded = Credentials.Fingerprint(keyed: { _ in "not recorded" })

    /// Stands for secrets in the record, under the key of this database.
    func fingerprint(_ connection: Connection) throws -> Credentials.Fingerprint {
        Credentials.Fingerprint(try signingKey(connection).fingerprinter)
    }
}
