// SPDX-License-Identifier: MIT

import HTTP
import Job
import Model
import Proof
import Providers

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

    /// What the plan keeps of the account, so that apply knows it is still the same.
    var identityDigest: String { SHA256.hash(identity).hex }
}
