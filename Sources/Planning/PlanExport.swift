// SPDX-License-Identifier: MIT

import Exports
import Glibc
package import Model

/// One export to plan, and whose rows it holds where they do not say so themselves.
package struct PlanExport: Sendable, Equatable {
    /// Its path, or `-` for standard input.
    package var path: String
    /// The account of rows that name none; nil leaves it to the job.
    package var account: String?
    /// Only rows that name this account are read: it is one of our own reports, in which rows of
    /// several stand, and it is read once for each, as that account's exports are read.
    package var isShared = false
    /// Set where an earlier plan read these bytes.
    package var earlier: Earlier?

    /// An export as an earlier plan read it, which is how it is read again.
    package struct Earlier: Sendable, Equatable {
        /// Where its bytes are now.
        package var location: String
        package var sha256: String
        package var madeAt: Timestamp
        package var columns: [String: String]
    }

    package init(_ path: String, account: String? = nil, isShared: Bool = false) {
        self.path = path
        self.account = account
        self.isShared = isShared
    }

    var location: String { earlier?.location ?? path }

    private static func canBeRead(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

extension PlanExport {
    /// An export of a stored plan; a problem where its bytes are nowhere any more.
    ///
    /// Without kept exports the file may still be where it was; its hash tells when it is read.
    package init(_ reading: StoredReading) throws(Problem) {
        let places = [reading.kept, reading.path].compactMap(\.self)
        guard let place = places.first(where: Self.canBeRead) else {
            throw Problem(
                .exportMissing, "the export of that plan is kept nowhere", at: reading.path,
                next: "rescind plan EXPORT: what failed is due in a new one too")
        }
        self.init(
            reading.path, account: reading.options.account, isShared: reading.isShared)
        earlier = Earlier(
            location: place, sha256: reading.sha256, madeAt: reading.madeAt,
            columns: reading.options.columns)
    }
}

extension PlanExport {
    /// One reading for each account whose rows stand in one of our own reports; nil for any other
    /// file.
    package static func shared(_ path: String) throws(Problem) -> [PlanExport]? {
        guard path != "-" else { return nil }
        let table = try ExportTable(path)
        guard table.isReport, table.columns.fields.contains(.account) else { return nil }
        var accounts: [String] = []
        try table.scan { row throws(Problem) in
            let account = row.text(.account)
            if !account.isEmpty, !accounts.contains(account) { accounts.append(account) }
        }
        return accounts.map { PlanExport(path, account: $0, isShared: true) }
    }
}
