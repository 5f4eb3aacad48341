// SPDX-License-Identifier: MIT

package import Credentials
package import Job
package import Model
import Providers

extension LaneSetup {
    /// The setup of an account of the job; `failures` is the stricter of plan and job.
    ///
    /// Reads the account's key, because a test key has a pace of its own.
    package init(
        run: Int64?, _ account: Account, _ authorizer: inout Authorizer, failures: Tolerance
    ) throws(Problem) {
        let provider = account.provider.provider
        self.init(
            run: run, account: account.name, provider: provider, endpoint: account.endpoint,
            concurrency: account.concurrency,
            paces: try Self.paces(account, provider.facts, &authorizer),
            failureTolerance: failures, lookEveryMilliseconds: account.lookEvery?.milliseconds)
        voidsLabels = account.voidLabels
    }

    /// The setup of an account whose credentials cannot be read: nothing is read for it.
    package init(run: Int64?, _ account: Account, unusable problem: Problem) {
        self.init(
            run: run, account: account.name, provider: account.provider.provider,
            endpoint: account.endpoint, concurrency: 1, paces: [], failureTolerance: Tolerance())
        unusable = problem
    }

    /// The job's own pace replaces the provider's wholly; a test key has the test pace.
    static func paces(
        _ account: Account, _ facts: Facts, _ authorizer: inout Authorizer
    ) throws(Problem) -> [PaceBudget] {
        if let pace = account.pace {
            return [
                PaceBudget(
                    requests: pace.requests, windowMilliseconds: pace.windowMilliseconds,
                    burst: pace.burst)
            ]
        }
        guard let prefix = facts.testKeyPrefix,
            let key = facts.credentials.first(where: \.isSecret)
        else { return facts.paces }
        let isTest = try authorizer.value(of: key.name, hasPrefix: prefix)
        return isTest ? facts.testPaces : facts.paces
    }
}
