// SPDX-License-Identifier: MIT

import Model
import Providers

/// The sums of a report, taken item by item.
struct Gathering {
    private(set) var decided: [ItemState: StateSum] = [:]
    private(set) var states: [ItemState: StateSum] = [:]
    private(set) var ends: [ItemState: StateSum] = [:]
    private(set) var causes: Causes
    private(set) var timeline = Timeline()
    private(set) var cancellations = Cancellations()
    private(set) var notConfirmable = StateSum()
    private(set) var open: Int64 = 0
    private(set) var overdue: Int64 = 0
    /// By the provider's last word, what a person has closed.
    private(set) var closed: [ItemState: StateSum] = [:]
    private(set) var closings = Closings()
    private(set) var acceptedUntil: Timestamp?
    private(set) var columns: OriginalColumns
    private(set) var requests: Int64 = 0
    private(set) var neverLeft: Int64 = 0
    private(set) var repeats: Int64 = 0
    private(set) var itemCount: Int64 = 0
    private var held: [String: Int64] = [:]
    private var refusals: [RefusalKey: (status: Int64?, sum: StateSum)] = [:]
    private var byAccount: [String: AccountSums] = [:]
    private let deadlines: Deadlines
    private let splitters: [RowSplitter]

    /// Reasons are foreign text: what is beyond so many is counted as one.
    static let reasonsMax = 200

    private struct RefusalKey: Hashable {
        var provider: String
        var state: ItemState
        var code: String
        var reason: String
    }

    private struct AccountSums {
        var provider: String
        var states: [ItemState: StateSum] = [:]
        var planned: Int64 = 0
        var exchanges: Int64 = 0
    }

    init(_ plan: PlanFacts, _ deadlines: Deadlines, ignoresUnsent: Bool) {
        self.deadlines = deadlines
        causes = Causes(deadlines: deadlines, ignoresUnsent: ignoresUnsent)
        splitters = plan.exports.map(RowSplitter.init)
        columns = OriginalColumns(plan.exports.map(\.header))
    }

    mutating func take(_ stream: ItemStream) throws {
        var timeline = Timeline()
        try stream.forEach(exchange: { timeline.add($0) }) { item in try take(item) }
        self.timeline = timeline
        for place in splitters.indices { columns.extend(place, splitters[place].header) }
    }

    private mutating func take(_ item: ReportItem) throws {
        itemCount += 1
        try decided[item.decided, default: StateSum()].add(item)
        try states[item.state, default: StateSum()].add(item)
        requests += Int64(item.exchanges.count)
        neverLeft += Int64(item.exchanges.neverLeft)
        if splitters.indices.contains(item.source), splitters[item.source].isJSON {
            // JSON rows may have columns of their own; they are known only when all were seen.
            _ = splitters[item.source].cells(item.raw)
        }
        if item.state == .held { count(item.end.reason) }
        try causes.add(item)
        if item.decided == .planned { try takePlanned(item) }
    }

    private mutating func takePlanned(_ item: ReportItem) throws {
        try ends[item.state, default: StateSum()].add(item)
        repeats += max(0, item.end.attempts - 1)
        let isConfirmable = deadlines.isConfirmable(item.provider)
        try cancellations.add(item, isConfirmable: isConfirmable)
        switch deadlines.outlook(item) {
        case .open: open += 1
        case .overdue: overdue += 1
        case .notConfirmable: try notConfirmable.add(item)
        case nil: break
        }
        if item.isClosed { try closed[item.state, default: StateSum()].add(item) }
        try closings.add(item)
        if item.state == .accepted, !item.isClosed, let deadline = deadlines.deadline(item) {
            acceptedUntil = max(acceptedUntil ?? deadline, deadline)
        }
        var account = byAccount[item.account] ?? AccountSums(provider: item.provider)
        try account.states[item.state, default: StateSum()].add(item)
        account.planned += 1
        account.exchanges += Int64(item.exchanges.count)
        byAccount[item.account] = account
        try takeRefusal(item)
    }

    private mutating func takeRefusal(_ item: ReportItem) throws {
        guard [.refused, .notFound, .failed].contains(item.state) else { return }
        var key = RefusalKey(
            provider: item.provider, state: item.state, code: item.end.code,
            reason: item.commonReason)
        if refusals[key] == nil, refusals.count >= Self.reasonsMax {
            (key.code, key.reason) = ("", "other reasons")
        }
        var found = refusals[key] ?? (item.exchanges.status, StateSum())
        try found.sum.add(item)
        refusals[key] = found
    }

    private mutating func count(_ reason: String) {
        let name = held[reason] == nil && held.count >= Self.reasonsMax ? "other reasons" : reason
        held[name, default: 0] += 1
    }
}

// MARK: In the order in which they are told
extension Gathering {
    var heldInOrder: [CountedName] {
        held.map { CountedName(name: $0.key, count: $0.value) }
            .sorted { (-$0.count, $0.name) < (-$1.count, $1.name) }
    }

    var refusalsInOrder: [Refusal] {
        refusals.map { key, found in
            Refusal(
                provider: key.provider, state: key.state, code: key.code, reason: key.reason,
                status: found.status, sum: found.sum)
        }.sorted { left, right in
            let first = (-left.sum.count, left.provider, left.state.rawValue, left.code)
            let second = (-right.sum.count, right.provider, right.state.rawValue, right.code)
            return first == second ? left.reason < right.reason : first < second
        }
    }

    func accounts(_ plan: PlanFacts, _ neighbours: Neighbours) -> [AccountFigures] {
        byAccount.sorted { $0.key < $1.key }.map { name, sums in
            AccountFigures(
                name: name, provider: sums.provider, address: plan.addresses[name],
                states: sums.states, plannedNow: sums.planned, exchanges: sums.exchanges,
                isConfirmable: deadlines.isConfirmable(sums.provider),
                nightBefore: neighbours.nightBefore(name))
        }
    }
}
