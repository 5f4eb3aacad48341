// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Job
import Model
import Providers
import Sandbox
import Synchronization

/// The built-in sandbox in place of the providers: no credential is read, nothing leaves.
struct Rehearsal {
    static let record = "rehearsal.db"

    /// Faster than any provider, so that it ends in minutes what takes the live night hours.
    private static let pace = Pace(requests: 2000, windowMilliseconds: 1000, burst: 100)
    private static let lookEvery = Interval(milliseconds: 50)

    /// One for all of a command: what apply cancelled, confirm must find cancelled.
    private static let stage = Mutex<SandboxServer?>(nil)

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

    /// Whether this process is rehearsing.
    static var isOn: Bool { stage.withLock { $0 != nil } }

    /// The command that says the same of the rehearsal's own record.
    static func named(_ command: String, isRehearsal: Bool = isOn) -> String {
        guard isRehearsal, command.hasPrefix("rescind ") else { return command }
        let sends = command.hasPrefix("rescind apply") || command.hasPrefix("rescind run ")
        return command + (sends ? " --sandbox" : " --audit \(record)")
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
    static func forgetEarlier() throws {
        // Whatever else has that name is refused here, and stays.
        if access(record, F_OK) == 0 { _ = try AuditFile.forReading(record) }
        for suffix in ["", "-wal", "-shm", ".cache", ".checkpoints", ".sent"] {
            unlink(record + suffix)
        }
    }
}
