// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model

/// The rows of shipments that stand more than once, judged together.
struct ShipmentGroups {
    struct Member {
        var item: ItemRecord
        var isDue: Bool
        /// Whether the plan is about it: `--only` and retry leave others out.
        let isListed: Bool
        let status: String
        let cost: Amount?
        let exclusion: Exclusion?

        /// Why the row is only counted; nil where it is an item.
        var excluded: Exclusion? {
            item.state == .planned ? exclusion : nil
        }
    }

    private struct Key: Hashable {
        let account: String
        let id: String
    }

    private var order: [Key] = []
    private var members: [Key: [Member]] = [:]

    mutating func add(_ member: Member) {
        let key = Key(account: member.item.account, id: member.item.shipmentID)
        if members[key] == nil { order.append(key) }
        members[key, default: []].append(member)
    }

    mutating func takeAll() -> [[Member]] {
        defer { (order, members) = ([], [:]) }
        return order.compactMap { members[$0] }
    }

    /// The rows of one shipment: one of them stands for it, the others are folded into it.
    ///
    /// One held row holds the shipment. Rows that disagree on what decides hold it too: which of
    /// them is true is not for a program to guess.
    static func judged(_ group: [Member]) -> [Member] {
        guard group.count > 1, let first = group.firstIndex(where: \.isDue) else { return group }
        var group = group
        var chosen = group[first]
        if chosen.item.state != .settled {
            let holds = group.filter { $0.item.state == .held }.map(\.item.reason)
            let disagree = Set(group.map(\.facts)).count > 1 ? ["rows disagree"] : []
            let reasons = (holds + disagree).reduce(into: [String]()) { all, reason in
                if !all.contains(reason) { all.append(reason) }
            }
            if !reasons.isEmpty {
                chosen.item.state = .held
                chosen.item.reason = reasons.joined(separator: " · ")
                chosen.item.labels = []
            }
        }
        for place in group.indices where place != first {
            group[place].item.state = .duplicate
            group[place].item.reason = "of line \(chosen.item.line)"
            group[place].item.labels = []
        }
        group[first] = chosen
        return group
    }
}

extension ShipmentGroups.Member {
    private struct Facts: Hashable {
        let isDue: Bool
        let status: String
        let cost: String
    }

    /// What the rows of one shipment must agree on.
    fileprivate var facts: some Hashable {
        Facts(isDue: isDue, status: status, cost: cost?.text(decimalsMin: 18) ?? "")
    }
}

extension Bucket {
    func add(_ member: ShipmentGroups.Member) {
        var currency = member.item.currency
        currency.withUTF8 { add(member.cost, UnsafeRawBufferPointer($0)) }
    }
}
