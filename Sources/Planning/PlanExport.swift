// SPDX-License-Identifier: MIT

/// One export to plan, and whose rows it holds where they do not say so themselves.
package struct PlanExport: Sendable, Equatable {
    /// Its path, or `-` for standard input.
    package var path: String
    /// The account of rows that name none; nil leaves it to the job.
    package var account: String?

    package init(_ path: String, account: String? = nil) {
        self.path = path
        self.account = account
    }
}
