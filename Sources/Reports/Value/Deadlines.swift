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

    /// What can still be learnt of an item; nil where that is nothing, or a person closed it.
    func outlook(_ item: ReportItem) -> Outlook? {
        guard item.resolution == nil,
            let facts = ProviderName(rawValue: item.provider)?.provider.facts
        else { return nil }
        switch item.state {
        case .accepted: break
        case .cancelled where item.end.confirmedAt == nil: break
        case .inDoubt where item.end.attempts > 0: break
        default: return nil
        }
        return facts.outlook(isInDoubt: item.state == .inDoubt, isPast: isPast(item))
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

    /// Looks have stopped: the last is made when the time is over, however much later that is.
    private func isPast(_ item: ReportItem) -> Bool {
        guard let deadline = deadline(item), let looked = item.exchanges.lookedAt else {
            return false
        }
        return deadline <= moment && looked >= deadline
    }
}
