// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Glibc
import Job
import Model
import Providers
import SQLite
import Sandbox
import Synchronization

/// The built-in sandbox in place of the providers: no credential is read, nothing leaves.
struct Rehearsal {
    static let record = Rehearsed.record

    /// Faster than any provider, so that it ends in minutes what takes the live night hours.
    private static let pace = Pace(requests: 2000, windowMilliseconds: 1000, burst: 100)
    private static let lookEvery = Interval(milliseconds: 50)

    /// One for all of a command: what apply cancelled, confirm must find cancelled.
    private static let stage = Mutex<SandboxServer?>(nil)
    private static let begun = Atomic(false)

    private let server: SandboxServer

    /// Nil without `--sandbox`.
    init?(_ workplace: Workplace) throws(Problem) {
        guard workplace.isRehearsal else { return nil }
        server = try Self.stage.withLock { stage throws(Problem) in
            if let stage { return stage }
            let fresh = try SandboxServer(Self.options)
            stage = fresh
            return fresh
        }
    }

    /// From here on it is a rehearsal that this process tells of: one at work, or one on record.
    static func begin() { begun.store(true, ordering: .relaxed) }

    /// The sentence with the commands of the rehearsal's own record.
    static func named(_ sentence: String) -> String {
        begun.load(ordering: .relaxed) ? Rehearsed.named(sentence) : sentence
    }

    static func named(_ problem: Problem) -> Problem {
        var problem = problem
        problem.next = problem.next.map { named($0) }
        return problem
    }

    private static var options: SandboxOptions {
        var options = SandboxOptions()
        // The shipments of the export are its world: whatever is asked for exists, and is open.
        options.acceptsUnknown = true
        options.rateScale = nil
        options.settling = Settling(scale: 0)
        return options
    }

    /// The account with the sandbox's addresses in place of the provider's.
    func onStage(_ account: Account) -> Account {
        var account = account
        account.endpoint.baseURL = server.baseURL(account.provider, account: account.name)
        account.endpoint.tokenURL = server.tokenURL(
            account.provider, account: account.name,
            tenant: account.endpoint.tenantID ?? "tenant")
        account.caFile = nil
        account.pace = Self.pace
        account.lookEvery = Self.lookEvery
        return account
    }

    /// Begins with an empty record: a rehearsal must not find that it was all done before.
    static func forgetEarlier(_ workplace: Workplace) throws {
        // Whatever else has that name is refused here, and stays.
        if access(record, F_OK) == 0 { try workplace.checkStage(AuditFile.forReading(record)) }
        for suffix in ["", "-wal", "-shm", ".cache", ".checkpoints", ".sent"] {
            unlink(record + suffix)
        }
    }
}

extension Workplace {
    /// What was rehearsed is never sent, and what is to be sent is never only played: no provider
    /// knows anything of the one, and nobody would know that the other did not happen.
    func checkStage(_ connection: Connection, run number: Int64? = nil) throws {
        guard let run = try RunReader(connection).newest(), run.isRehearsal != isRehearsal else {
            return
        }
        guard run.isRehearsal else {
            throw Problem(
                .blocked, "run \(run.run) was no rehearsal, and its record is not written over",
                at: auditPath, next: "move it away, then the same command again")
        }
        Rehearsal.begin()
        let verb = invocation.verb.name
        let plans = [Verbs.plan.name, Verbs.run.name].contains(verb)
        throw Problem(
            .blocked, "run \(run.run) was a rehearsal: no provider knows anything of it",
            at: auditPath,
            next: run.named("rescind \(verb) \(plans ? "EXPORT" : "\(number ?? run.run)")"))
    }
}
