// SPDX-License-Identifier: MIT

package import Exports
package import Job
package import Model

extension ExportOptions {
    /// How an export is read for a job.
    ///
    /// - Parameters:
    ///   - account: the account of rows that name none, in place of the job's.
    ///   - columns: canonical field → header, over the job's.
    package init(
        _ job: Job, account: String?, columns: [String: String], zone: Zone, asOf: CivilDate
    ) {
        self.init()
        self.account = account ?? job.defaultAccount ?? ""
        accounts = Dictionary(
            job.accounts.map { ($0.name, $0.provider) }, uniquingKeysWith: { first, _ in first })
        self.columns = (job.account(self.account)?.columns ?? job.columns)
            .merging(columns) { $1 }
        self.zone = zone
        dateOrder = job.dateOrder
        self.asOf = asOf
    }
}
