// SPDX-License-Identifier: MIT

import Model
import Providers

/// How long a provider may take, seen from the moment of the report's position.
struct Deadlines: Sendable {
    /// When the newest entry up to the position was made: a report has no clock of its own.
    let moment: Timestamp

    func canLook(_ provider: String) -> Bool {
        ProviderName(rawValue: provider)?.provider.facts.looks != nil
    }

    func isConfirmable(_ provider: String) -> Bool {
        ProviderName(rawValue: provider)?.provider.facts.isConfirmable ?? false
    }

    /// By when a provider should have done what it accepted; nil where it names no time.
    func deadline(_ item: ReportItem) -> Timestamp? {
        guard let looks = ProviderName(rawValue: item.provider)?.provider.facts.looks,
            let requestedAt = item.end.requestedAt
        else { return nil }
        return requestedAt.adding(milliseconds: Int64(looks.overdueSeconds) * 1000)
    }

    func isOverdue(_ item: ReportItem) -> Bool {
        deadline(item).map { $0 < moment } ?? false
    }
}
