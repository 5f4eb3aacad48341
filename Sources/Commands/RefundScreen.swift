// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Reconciliation

/// How refunds stand, as a person reads it.
struct RefundScreen {
    private static let shownMax = 10
    private let result: RefundsRead
    private let path: String

    init(_ result: RefundsRead, path: String) {
        self.result = result
        self.path = path
    }

    var facts: FactSheet {
        var facts = FactSheet()
        facts.add("Credits", count: Int(result.lines), Line(path))
        facts.add("New", count: Int(result.new))
        if result.repeated > 0 {
            facts.add("Repeated", count: Int(result.repeated), "read before; they count once")
        }
        if result.unreadable > 0 {
            let lines = result.shownUnreadable.map { "line \(grouped($0.line)): \($0.reason)" }
            facts.add(
                "Unreadable", count: Int(result.unreadable), Line(lines.joined(separator: " · ")))
        }
        for state in RefundStanding.State.allCases {
            guard let count = result.standing.counts[state], count > 0 else { continue }
            facts.add(state.title, count: Int(count))
        }
        return facts
    }

    var sums: TextTable {
        var table = TextTable([
            Column("Currency"), Column("Expected", .right), Column("Received", .right),
            Column("Written off", .right), Column("Missing", .right), Column("Late", .right),
            Column("Unexpected", .right),
        ])
        for (currency, sums) in result.standing.sums.sorted(by: { $0.key < $1.key }) {
            table.add(
                Line(currency.isEmpty ? "?" : currency), Line(grouped(sums.expected)),
                Line(grouped(sums.received)), Line(grouped(sums.writtenOff)),
                Line(grouped(sums.missing)),
                Line(grouped(sums.late), sums.late > .zero ? .bad : .plain),
                Line(grouped(sums.unexpected), sums.unexpected > .zero ? .bad : .plain))
        }
        return table
    }

    func rest(columns: Int?) -> [Line] {
        var facts = FactSheet()
        for entry in result.standing.missing.prefix(Self.shownMax) {
            let claim = entry.claim
            let name = claim.id.label.isEmpty ? claim.shipmentID : claim.id.label
            let amount = money(claim.currency, entry.amount)
            let late = entry.isLate ? ", late" : ""
            facts.add("Missing", "\(claim.account) \(name) \(amount), \(entry.days) days\(late)")
        }
        for posting in result.standing.unexpected.prefix(Self.shownMax) {
            let amount = money(posting.currency, posting.amount)
            let name =
                [posting.labelID, posting.trackingNumber, posting.shipmentID]
                .first { !$0.isEmpty } ?? posting.reference
            facts.add("Unexpected", "\(amount) \(name): \(posting.reason)")
        }
        return facts.lines(columns: columns)
    }
}

extension RefundStanding.State {
    var title: String {
        let words = rawValue.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
