// SPDX-License-Identifier: MIT

package import Model

/// The configuration of a night: what `rescind.json5` says, with every default filled in.
///
/// Paths are ready to be opened. Nothing in here is a secret.
package struct Job: Sendable {
    /// The file it came from, as it was named; nil for an account made from options.
    package var file: String?
    /// The exact bytes that were read, for the plan's digest.
    package var text: [UInt8]

    package var audit: String
    package var reports: String
    /// Nil where exports are not kept.
    package var keepExports: String?
    package var timeZone: String
    package var dateOrder: DateOrder?
    package var maxExportAge: Interval
    /// In the order of the file.
    package var accounts: [Account]
    /// The account of rows that name none: the one the job says, or the only one there is.
    package var defaultAccount: String?
    /// What holds for a row whose account says nothing else, and for the run as a whole.
    package var columns: [String: String]
    package var rules: Rules
    package var limits: RunLimits
    package var holdList: String?
    package var order: Order
    package var expect: Expect
    package var approval: Approval
    package var accept: Accept
    package var anchor: String?
    package var notify: String?
    package var redact: [FieldPattern]
    package var requireTicket: Bool
    package var signingKey: String?
    package var ruleTests: String?

    package static let maxExportAgeHours: Int64 = 26

    package func account(_ name: String) -> Account? { accounts.first { $0.name == name } }

    /// The accounts of one provider.
    package func accounts(of provider: ProviderName) -> [Account] {
        accounts.filter { $0.provider == provider }
    }
}

/// What an export must hold.
package struct Expect: Sendable, Equatable {
    package var rows: Expectation?
    package var due: Expectation?
    /// By currency.
    package var value: [String: Expectation] = [:]

    package init() {}
}

/// Who allows a blocked plan, and above what every plan is blocked.
package struct Approval: Sendable, Equatable {
    /// Users of this machine; empty for any but the planner.
    package var by: [String] = []
    package var itemsAbove: Int?
    package var valueAbove: Totals?

    package init() {}
}

/// How much may go wrong before a run ends with exit 3; by default nothing.
package struct Accept: Sendable, Equatable {
    package var refused = Tolerance.none
    package var notFound = Tolerance.none
    package var failed = Tolerance.none

    package init() {}
}
