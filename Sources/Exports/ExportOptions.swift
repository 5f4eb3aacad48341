// SPDX-License-Identifier: MIT

package import Model
package import Providers

/// What the job and the command line say about how an export is to be read.
package struct ExportOptions {
    package typealias IDCheck = (ProviderName, IDFields) -> Result<String, IDProblem>

    /// The account of rows that name none.
    package var account = ""
    /// The provider of each account; a row's provider follows from its account.
    package var accounts: [String: ProviderName] = [:]
    /// The provider of rows whose account says none, for a one-off without a job.
    package var provider: ProviderName?
    /// Canonical field → header.
    package var columns: [String: String] = [:]
    package var zone = Zone.utc
    package var dateOrder: DateOrder?
    /// The day that ages are counted to.
    package var asOf = CivilDate(daysSinceEpoch: 0)
    /// The canonical id from the fields of a row, or what is wrong with them; the provider's word.
    package var idCheck: IDCheck = { $0.provider.shipmentID($1) }
    /// Is given every byte of the file as it is on disk, in order.
    ///
    /// It may be called on another thread, one call after the other; the last one has returned
    /// when the scan ends.
    package var digest: (UnsafeRawBufferPointer) -> Void = { _ in }
    /// Where standard input was put so that it can be read again; nil reads it itself, once.
    package var spool: Spool?
    /// Finds every column of a JSON export by reading it once more before its rows are read.
    package var readsAllColumns = false

    package init() {}

    /// The one provider that all rows have; nil when they may differ.
    var onlyProvider: ProviderName? {
        if let provider { return provider }
        if !account.isEmpty, let provider = accounts[account] { return provider }
        let all = Set(accounts.values)
        return all.count == 1 ? all.first : nil
    }
}
