// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Reconciliation

/// How refunds stand, as a person reads it.
struct RefundScreen {
    private static let shownMax = 10
    private let result: RefundsRead
    private let path: String
    private let month: String

    /// - Parameter month: the one whose statement is next, as `2026-11`.
    init(_ result: RefundsRead, path: String, month: String) {
        self.result = result
        self.path = path
        self.month = month
    }

    func show(on output: Output) {
        output.result(facts)
        output.result(Line())
        output.result(sums)
        let details = details
        if !details.rows.isEmpty {
            output.result(Line())
            output.result(details)
        }
        output.result(Line())
        output.result(rest)
    }

    private var facts: FactSheet {
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

    private var sums: TextTable {
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

    /// What has not come, the oldest first, and what came for nothing we expect.
    private var details: TextTable {
        var table = TextTable([
            Column("What"), Column("Account"), Column("Tracking or id"),
            Column("Amount", .right), Column("", .prose),
        ])
        for entry in result.standing.missing.prefix(Self.shownMax) { table.add(cells(entry)) }
        for posting in result.standing.unexpected.prefix(Self.shownMax) {
            table.add(cells(posting))
        }
        return table
    }

    private func cells(_ entry: RefundStanding.Missing) -> [Line] {
        let claim = entry.claim
        let name = [claim.trackingNumber, claim.id.label].first { !$0.isEmpty }
        let age = counted(Int(entry.days), "day")
        return [
            Line("missing", entry.isLate ? .bad : .plain), Line(claim.account),
            Line(name ?? claim.shipmentID), Line(money(claim.currency, entry.amount)),
            Line(entry.isLate ? "for \(age), later than usual" : "for \(age)"),
        ]
    }

    private func cells(_ posting: Posting) -> [Line] {
        let names = [posting.trackingNumber, posting.labelID, posting.shipmentID]
        return [
            Line("unexpected", .bad), Line(posting.account),
            Line(names.first { !$0.isEmpty } ?? posting.reference),
            Line(money(posting.currency, posting.amount)), Line(posting.reason),
        ]
    }

    private var rest: FactSheet {
        var facts = FactSheet()
        let hidden =
            max(0, result.standing.missing.count - Self.shownMax)
            + max(0, result.standing.unexpected.count - Self.shownMax)
        if hidden > 0 { facts.add("And", "\(grouped(hidden)) more, in the statement's files") }
        facts.add("Next", Line("rescind statement \(month)", .strong))
        return facts
    }
}

extension RefundStanding.State {
    var title: String {
        let words = rawValue.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
