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
                ? "online · a token was given; this provider has no harmless read"
                : "online · not tried: this provider has no harmless read"
        }
        try await reads.read(probe, for: .look) { answer in
            provider.judgeProbe(answer).map { .failure($0) } ?? .success(())
        }
        return "online · \(account.endpoint.baseURL) took the credentials"
    }
}
