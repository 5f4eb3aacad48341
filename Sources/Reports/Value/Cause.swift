// SPDX-License-Identifier: MIT

import Model
import Providers

/// Items that a person must decide for one and the same cause.
package struct Cause: Sendable {
    /// What kind of decision it is, the most urgent first.
    package enum Kind: Int, Sendable, CaseIterable, Comparable {
        /// Cancelled before the export was made, and the export still calls it due.
        case contradiction
        /// A label was voided and the shipment is not cancelled.
        case voidedOnly
        case inDoubt
        /// The request may have left; the process ended before the answer was recorded.
        case sending
        case overdue
        case refused
        case notFound
        case failed
        case notSent

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package struct Key: Hashable, Sendable {
        var kind: Kind
        var account: String
        var provider: String
        var reason: String
        var code: String
    }

    /// An item named as an example, in the order of the run.
    package struct Example: Sendable, Equatable {
        package var no: Int64
        package var shipmentID: String
        package var line: Int64
        package var exchange: Int64?
    }

    package let key: Key
    package var sum = StateSum()
    package var examples: [Example] = []
    package var canLook: Bool
    package var statuses: Set<Int64> = []
    /// What the provider wrote in its answer to the first example, or why there is none.
    package var words: ProviderWords?

    package static let examplesMax = 50

    package var kind: Kind { key.kind }
    package var account: String { key.account }

    init(_ key: Key, canLook: Bool) {
        self.key = key
        self.canLook = canLook
    }

    mutating func add(_ item: ReportItem) throws(Problem) {
        try sum.add(item)
        if let status = item.exchanges.status { statuses.insert(status) }
        guard examples.count < Self.examplesMax else { return }
        examples.append(
            Example(
                no: item.no, shipmentID: item.shipmentID, line: item.line,
                exchange: item.exchanges.decisive))
    }
}

// MARK: In words
extension Cause {
    /// Our reason, where the provider's words do not say it already.
    package var ownReason: String {
        guard case .wrote(let text)? = words else { return key.reason }
        let common = text.naming(noneOf: examples.prefix(1).map(\.shipmentID))
        return common == key.reason ? "" : key.reason
    }

    /// What happened, as the start of a line behind the number of items.
    package var title: String {
        switch kind {
        case .contradiction: "cancelled earlier, and the provider still calls it due"
        case .voidedOnly: "label voided, shipment not cancelled"
        case .inDoubt:
            canLook ? "no certain answer" : "no certain answer, no look exists"
        case .sending: "cut off while sending"
        case .overdue: "overdue at the provider"
        case .refused: "refused"
        case .notFound: "not found at the provider"
        case .failed: "failed, known without effect"
        case .notSent: "planned and not sent"
        }
    }

    /// What a person types next; ids stand in it where the command needs them.
    package func commands(run: Int64) -> [String] {
        let ids = shellQuoted(examples.prefix(3).map(\.shipmentID))
        let more = sum.count > 3 ? " …" : ""
        let first = examples.first.map { shellQuoted([$0.shipmentID]) } ?? "ID"
        switch kind {
        case .contradiction:
            return ["rescind why \(first)", "rescind plan EXPORT --reopen \(first)"]
        case .voidedOnly:
            return ["rescind why \(run) \(first)", "rescind retry \(run) --state refused,failed"]
        case .inDoubt where !canLook:
            return ["rescind resolve \(run) \(ids)\(more) --as cancelled --reason TEXT"]
        case .inDoubt:
            return [
                "rescind confirm \(run)", "rescind apply \(run)",
                "rescind resolve \(run) \(ids)\(more) --as cancelled --reason TEXT",
            ]
        case .sending, .notSent: return ["rescind apply \(run)"]
        case .overdue:
            return [
                "rescind confirm \(run)",
                "rescind resolve \(run) \(ids)\(more) --as cancelled --reason TEXT",
            ]
        case .refused: return ["rescind retry \(run) --state refused"]
        case .notFound: return ["rescind retry \(run) --state not_found"]
        case .failed: return ["rescind retry \(run)"]
        }
    }

    /// What must happen outside of this program before the command helps.
    package var advice: String? {
        switch kind {
        case .contradiction:
            "Ask the provider which of its two words holds before anything is sent again."
        case .voidedOnly: "Money moved: see that the shipment is cancelled or the label paid."
        case .inDoubt where !canLook: "Ask the provider, or look in its own pages."
        case .inDoubt: "A look decides; apply continues what it sees open."
        case .refused: "Mend what the provider names, then plan it again."
        case .notFound: "Check the account and the id."
        case .sending, .overdue, .failed, .notSent: nil
        }
    }
}

/// The causes of a run, gathered item by item.
struct Causes {
    /// Reasons can carry foreign text; what is beyond so many causes is gathered in one.
    static let causesMax = 200

    private var found: [Cause.Key: Cause] = [:]
    let deadlines: Deadlines
    /// A run that was given up, or blocked, leaves nothing to send.
    let ignoresUnsent: Bool

    init(deadlines: Deadlines, ignoresUnsent: Bool) {
        self.deadlines = deadlines
        self.ignoresUnsent = ignoresUnsent
    }

    mutating func add(_ item: ReportItem) throws(Problem) {
        guard item.resolution == nil, let kind = kind(item) else { return }
        var key = Cause.Key(
            kind: kind, account: item.account, provider: item.provider, reason: item.commonReason,
            code: item.end.code)
        if found[key] == nil, found.count >= Self.causesMax {
            key.reason = "other reasons"
            key.code = ""
        }
        var cause = found[key] ?? Cause(key, canLook: deadlines.canLook(item.provider))
        try cause.add(item)
        found[key] = cause
    }

    /// The most urgent kind first, then the largest.
    var inOrder: [Cause] {
        found.values.sorted { left, right in
            let first = (left.kind, -left.sum.count, left.account)
            let second = (right.kind, -right.sum.count, right.account)
            if first != second { return first < second }
            return (left.key.reason, left.key.code, left.key.provider)
                < (right.key.reason, right.key.code, right.key.provider)
        }
    }

    private func kind(_ item: ReportItem) -> Cause.Kind? {
        switch item.state {
        case .settled: item.end.reason.lowercased().contains("contradiction") ? .contradiction : nil
        case .planned: ignoresUnsent ? nil : .notSent
        case .sending: .sending
        case .inDoubt: item.isVoided ? .voidedOnly : .inDoubt
        case .accepted, .cancelled: deadlines.outlook(item) == .overdue ? .overdue : nil
        case .refused: item.isVoided ? .voidedOnly : .refused
        case .notFound: item.isVoided ? .voidedOnly : .notFound
        case .failed: item.isVoided ? .voidedOnly : .failed
        case .held, .dropped, .superseded: item.isVoided ? .voidedOnly : nil
        case .unreadable, .duplicate, .alreadyCancelled: nil
        }
    }
}
