// SPDX-License-Identifier: MIT

import Job
import Model
import Providers
import Sandbox

/// The built-in sandbox in place of the providers: no credential is read, nothing leaves.
struct Rehearsal {
    private let server: SandboxServer

    /// Nil without `--sandbox`.
    init?(_ workplace: Workplace) throws(Problem) {
        guard workplace.isRehearsal else { return nil }
        var options = SandboxOptions()
        // The shipments of the export are its world: whatever is asked for exists, and is open.
        options.acceptsUnknown = true
        server = try SandboxServer(options)
    }

    /// The account with the sandbox's addresses in place of the provider's.
    func onStage(_ account: Account) -> Account {
        var account = account
        account.endpoint.baseURL = server.baseURL(account.provider, account: account.name)
        account.endpoint.tokenURL = server.tokenURL(
            account.provider, account: account.name,
            tenant: account.endpoint.tenantID ?? "tenant")
        account.caFile = nil
        return account
    }
}
