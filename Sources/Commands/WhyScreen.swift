// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Exports
import Model

/// One shipment explained to a person.
struct WhyScreen {
    private let answer: WhyAnswer

    init(_ answer: WhyAnswer) { self.answer = answer }

    func show(on output: Output) {
        output.result(head)
        for row in answer.search.rows { show(row, on: output) }
        for item in answer.unshown { show(item, on: output) }
        if answer.items.isEmpty { show(answer.acts, on: output) }
        if !answer.others.isEmpty {
            output.result([Line(), Line("Other runs", .strong)])
            output.result(others)
        }
        output.result([Line()])
        output.result(next)
    }

    private var head: FactSheet {
        var facts = FactSheet()
        let run = answer.run
        facts.add("Shipment", Line(answer.shipmentID, .strong))
        facts.add(
            "Run \(run.run)",
            Line(
                "\(answer.run.isRehearsal ? "rehearsal, " : "")\(answer.status) · planned \(run.createdAt.toTheMinute) by \(run.actor) · "
                    + "ages to \(run.asOf)"))
        for note in answer.notes { facts.add("Note", Line(note, .warning)) }
        return facts
    }

    private var next: FactSheet {
        var facts = FactSheet()
        if let proof = answer.proof { facts.add("Proof", Line(answer.run.named(proof))) }
        let run = answer.run.run
        let earlier = answer.others.first.map { "rescind why \($0.run) \($0.shipmentID)" }
        facts.add("Next", Line(answer.run.named(earlier ?? "rescind show \(run)"), .strong))
        return facts
    }
}

// MARK: The row and the rules
extension WhyScreen {
    private func show(_ row: RowTrial, on output: Output) {
        output.result(Line())
        var facts = FactSheet()
        facts.add("Row", Line("\(row.path), line \(grouped(row.line))"))
        facts.add("Decided", Line(answer.decision(row), .strong))
        let item = answer.item(of: row)
        if let item { add(item, to: &facts) }
        output.result(facts)
        if !row.rules.isEmpty {
            output.result(Line())
            output.result(table(row.rules))
        }
        if let item { show(events(of: item), on: output) }
    }

    private func show(_ item: ShipmentReader.Item, on output: Output) {
        output.result(Line())
        var facts = FactSheet()
        facts.add("Row", Line("line \(grouped(Int(item.line)))"))
        facts.add("Decided", Line("\(item.planned): \(item.reason)", .strong))
        add(item, to: &facts)
        facts.add("As it stood", Line(String(decoding: item.raw, as: UTF8.self)))
        output.result(facts)
        show(events(of: item), on: output)
    }

    private func add(_ item: ShipmentReader.Item, to facts: inout FactSheet) {
        if item.state != item.planned {
            let code = item.code.isEmpty ? "" : " (\(item.code))"
            let confirmed = item.confirmedAt.map { ", confirmed \($0.toTheMinute)" } ?? ""
            facts.add("Now", Line("\(item.state)\(code)\(confirmed)"))
        }
        if let found = item.finding {
            facts.add(
                "Closed",
                Line("as \(found.word) by \(found.by), \(found.at.toTheMinute): \(found.reason)"))
        }
        if let cost = item.cost { facts.add("Value", Line("\(item.currency) \(cost)")) }
        if !item.account.isEmpty { facts.add("Account", Line(item.account)) }
    }

    private func table(_ rules: [RowTrial.RuleVerdict]) -> TextTable {
        var table = TextTable([
            Column("Rule"), Column("Says"), Column("Expression", .prose), Column("Saw", .prose),
        ])
        for rule in rules {
            table.add(
                Line("\(rule.kind) \(rule.rule.name)"), word(rule.isTrue, rule.kind),
                Line(rule.rule.expression), Line(rule.seen))
            for term in rule.terms { table.add(Line(), word(term.isTrue, ""), Line(term.text)) }
        }
        return table
    }

    private func word(_ isTrue: Bool?, _ kind: String) -> Line {
        switch isTrue {
        case true?: Line("true", kind == "hold" ? .warning : .good)
        case false?: Line("false")
        // A hold rule that cannot tell holds; a due rule that cannot tell chooses nothing.
        case nil: Line(kind == "hold" ? "unclear, holds" : "unclear", .warning)
        }
    }
}

extension RowTrial.RuleVerdict {
    var seen: String {
        values.map { "\($0.name) \($0.text.isEmpty ? "''" : "'\($0.text)'")" }
            .joined(separator: " · ")
    }
}

// MARK: What happened
extension WhyScreen {
    private func events(of item: ShipmentReader.Item) -> [ShipmentReader.Event] {
        guard let place = answer.items.firstIndex(where: { $0.no == item.no }) else { return [] }
        return answer.events[place]
    }

    private func show(_ events: [ShipmentReader.Event], on output: Output) {
        guard !events.isEmpty else { return }
        var table = TextTable([
            Column("Record", .right), Column("When"), Column("What"), Column("", .prose),
        ])
        for event in events {
            let (what, words) = event.words
            table.add(Line(grouped(event.position)), Line(event.at.toTheSecond), what, words)
        }
        output.result(Line())
        output.result(table)
    }

    private var others: TextTable {
        var table = TextTable([
            Column("Run", .right), Column("Line", .right), Column("Decided", .prose),
            Column("Now"), Column("Code"),
        ])
        for item in answer.others {
            table.add(
                Line("\(item.run)"), Line(grouped(item.line)),
                Line("\(item.planned): \(item.reason)"), Line(item.state), Line(item.code))
        }
        return table
    }
}

extension ShipmentReader.Event {
    fileprivate var words: (Line, Line) {
        switch kind {
        case .exchange(
            let purpose, let attempt, let method, let url, let status, let error, let time, _):
            // What the answer said follows in the verdict; --json has its body.
            let result =
                status.map { "answer \($0)" } ?? error.map { "no answer: \($0)" }
                ?? "no answer on record"
            let took = time.map { " in \(Self.duration($0))" } ?? ""
            return (Line("\(purpose) \(attempt)"), Line("\(method) \(url) · \(result)\(took)"))
        case .verdict(let state, let reason, let code, let isConfirmed):
            return (
                Line("  \(state)", .strong),
                Line(
                    [code, reason, isConfirmed ? "confirmed" : ""].filter { !$0.isEmpty }
                        .joined(separator: " · "))
            )
        case .act(let act, let finding, let actor, let reason, let ticket):
            return (
                Line(act.replacing("_", with: " ") + (finding.map { " as \($0)" } ?? "")),
                Line(
                    [actor, reason ?? "", ticket.map { "ticket \($0)" } ?? ""]
                        .filter { !$0.isEmpty }.joined(separator: " · "))
            )
        }
    }
}

extension ShipmentReader.Event {
    /// On this machine an answer takes a part of a millisecond, which is not no time.
    private static func duration(_ microseconds: Int64) -> String {
        guard microseconds < 1000 else { return spoken(milliseconds: microseconds / 1000) }
        return "0.\(String(1000 + microseconds).dropFirst()) ms"
    }
}

extension Timestamp {
    /// `2026-11-20 01:58:07`, for tables under a line that names the zone.
    var toTheSecond: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }
}
