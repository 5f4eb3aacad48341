// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Formats
import Job
import Model
import Planning
import SQLite

/// Whether a stored plan still is what was planned and allowed; asked before anything is sent.
struct PlanCheck {
    let workplace: Workplace
    let run: RunRecord
    let limits: StandingLimits
    let job: Job
    let accounts: [Account]
    let connection: Connection

    private var place: String { "run \(run.run)" }

    /// Throws the first thing that is not as it was, but for what `checkRecord` finds.
    func pass() throws {
        try checkAge()
        try checkAccounts()
        try checkRules()
        try checkApproval()
        try checkLimits()
        try checkFailures()
    }

    /// What is still to be sent was chosen by statuses that may be others by now.
    ///
    /// What was sent already is carried on: a look decides there, not the export.
    private func checkAge() throws {
        let age = workplace.clock.now.milliseconds - run.exportMadeAt.milliseconds
        guard age > job.maxExportAge.milliseconds,
            try RunReader(connection).states(run.run)[.planned, default: 0] > 0
        else { return }
        throw Problem(
            .exportStale,
            "its export was made \(run.exportMadeAt), longer ago than maxExportAge "
                + "(\(job.maxExportAge))",
            at: place,
            next: "make a new export and plan it; rescind abandon \(run.run) --reason TEXT")
    }

    /// A plan holds for the accounts it was made for: provider, address, credentials.
    private func checkAccounts() throws(Problem) {
        for account in accounts {
            let planned = run.plan["accounts"]?[account.name]
            guard planned?["identity"]?.string == account.identityDigest else {
                throw changed("the account changed (provider, address or credential)", account)
            }
        }
    }

    /// The key behind a reference may have become another one, of another shop.
    func checkCredentials(_ fingerprint: Credentials.Fingerprint) throws(Problem) {
        guard !workplace.isRehearsal else { return }
        for account in accounts {
            let planned = run.plan["accounts"]?[account.name]?["credentials"]
            for (field, now) in SecretReader().fingerprints(of: account, by: fingerprint) {
                guard let then = planned?[field]?.string, then != now else { continue }
                throw changed("the credential behind \(field) is another one", account)
            }
        }
    }

    private func changed(_ what: String, _ account: Account) -> Problem {
        Problem(
            .notApproved, "\(what) since the plan was made",
            at: "\(place), account \(account.name)",
            next: "put it back, or rescind plan EXPORT --again")
    }

    private func checkRules() throws(Problem) {
        guard run.plan["job_rules_sha256"]?.string == job.rulesDigest else {
            throw Problem(
                .notApproved, "the rules of the job changed since the plan was made", at: place,
                next: "put them back, or rescind plan EXPORT --again")
        }
    }

    /// Who may approve, and above what, is part of what the plan was judged by.
    private func checkApproval() throws {
        guard run.plan["approval"]?.bytes == job.approval.stored.bytes else {
            throw Problem(
                .notApproved, "the job's approval section changed since the plan was made",
                at: place, next: "put it back, or rescind plan EXPORT --again")
        }
        guard !run.blockedBy.isEmpty else { return }
        let approved = try RunReader(connection).approval(run.run)
        guard approved?.itemsSHA256 == run.itemsSHA256 else {
            throw Problem(
                .notApproved, "the approval is for another plan", at: place,
                next: "rescind plan EXPORT --again, and let it be approved")
        }
    }

    private func checkLimits() throws {
        let found = limits.exceeded
        guard found.isEmpty else {
            throw Problem(
                .blocked, "the run is over its limits: \(found.joined(separator: "; "))",
                at: place,
                next: "rescind abandon \(run.run) ID... --reason TEXT, or plan again and approve")
        }
    }

    /// What failed in earlier starts of the run counts: starting again is no new allowance.
    private func checkFailures() throws {
        guard let found = try limits.failed(connection) else { return }
        throw Problem(
            .blocked, "the run is over its limits: \(found)", at: place,
            next: "rescind show \(run.run); once that is mended, rescind retry \(run.run) or "
                + "rescind plan EXPORT --again: a new run counts anew")
    }

    /// Nothing is sent that is not in the plan's own digest, whoever wrote it into the table, and
    /// nothing again because somebody took away what says that it was sent.
    static func checkRecord(of run: Int64, _ workplace: Workplace) async throws {
        let reader = try workplace.reader()
        guard let fault = try RunCheck.firstFaultOfRows(of: run, reader) else { return }
        throw Problem(
            .auditInvalid, "nothing is sent: the record is not as it was written: \(fault)",
            at: "run \(run)", next: "rescind audit verify; keep the file as it is")
    }
}
