// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Glibc
import HTTP
import Job
import Model
import Providers
import SQLite

/// One harmless read for each account: whether its address answers and its credentials are taken.
struct CheckOnline {
    private let workplace: Workplace

    init(_ workplace: Workplace) { self.workplace = workplace }

    func check(_ job: Job, _ findings: inout Findings) async throws {
        // A check makes no record where there is none; where there is one, every request is on it.
        let record = access(workplace.auditPath, F_OK) == 0 ? try workplace.writer() : nil
        let http = try HTTPEngine(clock: workplace.clock)
        defer { http.shutdown() }
        for account in job.accounts {
            do {
                let words = try await probe(account, http, record)
                findings.works(account.name, words)
            } catch let problem as Problem {
                findings.add(problem)
            }
        }
        if let record { try workplace.seal(record) }
    }

    private func probe(
        _ account: Account, _ http: HTTPEngine, _ record: Connection?
    ) async throws -> String {
        let reads = try AccountReads(account, workplace, http: http, record: record, triesMax: 2)
        let provider = account.provider.provider
        guard let probe = try provider.probe(at: account.endpoint) else {
            let anything = Request(.get, account.endpoint.baseURL)
            return try await reads.proveToken(with: anything)
                ? "online · a token was given; there is no harmless read that would try the rest"
                : "online · not tried: this provider has no harmless read"
        }
        let strange = try await reads.read(probe, for: .look) { answer in
            Self.sorted(provider.judgeProbe(answer))
        }
        if let strange { throw Self.problem(strange, account) }
        return "online · \(account.endpoint.baseURL) took the credentials"
    }

    /// What another address would answer too is told apart from a refusal of the account.
    private static func sorted(_ failure: ReadFailure?) -> Result<ReadFailure?, ReadFailure> {
        guard let failure, failure.kind != .trouble else { return .success(failure) }
        return .failure(failure)
    }

    private static func problem(_ strange: ReadFailure, _ account: Account) -> Problem {
        let said = [strange.code, strange.message].filter { !$0.isEmpty }.joined(separator: ": ")
        return Problem(
            .jobInvalid,
            "something answers, but not as \(account.provider.provider.facts.title) does (\(said))",
            at: "account \(account.name), \(account.endpoint.baseURL)",
            next: "mend baseURL of \(account.place)")
    }
}
