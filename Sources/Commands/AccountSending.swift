// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import HTTP
import Job
import Model
import Proof
import Providers
import SQLite

/// What sending wants to know of an account.
extension Account {
    /// The budgets its requests are paid from: its own, else the provider's.
    var paces: [PaceBudget] {
        guard let pace else { return provider.provider.facts.paces }
        return [
            PaceBudget(
                requests: pace.requests, windowMilliseconds: pace.windowMilliseconds,
                burst: pace.burst)
        ]
    }

    /// What was sent lately, by whatever process: it was paid from the same budgets.
    func history(
        of run: Int64, at now: Timestamp, _ connection: Connection
    ) throws -> SendHistory {
        try SendHistory(
            account: name, run: run,
            since: now.adding(milliseconds: -LanePaces.windowMilliseconds(paces)), connection)
    }

    var httpOptions: HTTPEngine.Options {
        var options = HTTPEngine.Options()
        options.caFile = caFile
        options.timeoutMilliseconds = Int(timeout.milliseconds)
        options.firstByteTimeoutMilliseconds = Int(timeout.milliseconds)
        options.connectTimeoutMilliseconds = min(
            options.connectTimeoutMilliseconds, Int(timeout.milliseconds))
        return options
    }

    /// Whether its requests stay on this machine.
    var isLoopback: Bool {
        let rest = endpoint.baseURL.drop { $0 != "/" }.drop { $0 == "/" }
        let host = rest.prefix { $0 != "/" && $0 != ":" }
        return host == "127.0.0.1" || host == "localhost" || rest.hasPrefix("[::1]")
    }

    /// The account as the command line wants it: slower and narrower, never faster or wider.
    func tightened(by invocation: Invocation) throws -> Account {
        var account = self
        if let most = invocation[Options.concurrency] {
            account.concurrency = min(account.concurrency, most)
        }
        if let rate = invocation[Options.rate] {
            guard let own = account.paces.first, rate.isSlower(than: own) else { return account }
            account.pace = rate
        }
        return account
    }

    /// What the plan keeps of the account, so that apply knows it is still the same.
    var identityDigest: String { SHA256.hash(identity).hex }
}

extension Job {
    /// The digest of the rules as the plan keeps it.
    var rulesDigest: String { SHA256.hash(rulesText).hex }
}

extension Pace {
    /// Whether it lets fewer requests through in the same time.
    fileprivate func isSlower(than other: PaceBudget) -> Bool {
        requests * Int(other.windowMilliseconds) < other.requests * Int(windowMilliseconds)
    }
}
