// SPDX-License-Identifier: MIT

import CommandLine
import Execution
import Formats
import Model

/// What confirming came to, as a person reads it: the exceptions by name, and what is next.
struct ConfirmScreen {
    private let summary: ConfirmSummary
    private let run: Int64?
    private let now: Timestamp

    init(_ summary: ConfirmSummary, run: Int64?, now: Timestamp) {
        self.summary = summary
        self.run = run
        self.now = now
    }

    func lines(columns: Int?) -> [Line] {
        var facts = FactSheet()
        facts.add("Looked", count: Int(summary.looked), "in this command")
        facts.add("Confirmed", count: Int(summary.confirmed), "seen cancelled at the provider")
        addFailed(to: &facts)
        addDoubt(to: &facts)
        addOpen(to: &facts)
        addOverdue(to: &facts)
        if summary.notConfirmable > 0 {
            facts.add(
                "Not confirmable", count: Int(summary.notConfirmable),
                "the provider has no word for cancelled")
        }
        facts.add("Next", Line(next, .strong))
        return facts.lines(columns: columns)
    }

    private func addFailed(to facts: inout FactSheet) {
        guard summary.failed > 0 else { return }
        facts.add("Failed", count: Int(summary.failed), Line("not cancelled after all", .bad))
        for one in summary.failures {
            let code = one.code.isEmpty || one.reason.contains(one.code) ? "" : " (\(one.code))"
            facts.add("", "\(one.account) \(one.shipmentID), run \(one.run): \(one.reason)\(code)")
        }
    }

    private func addDoubt(to facts: inout FactSheet) {
        guard summary.standing.doubt > 0 else { return }
        facts.add(
            "In doubt", count: Int(summary.standing.doubt), Line(ItemState.inDoubt.remark, .warning)
        )
    }

    private func addOpen(to facts: inout FactSheet) {
        guard summary.open > 0 else { return }
        facts.add("Open", count: Int(summary.open), "within the provider's own time\(nextLook)")
    }

    private var nextLook: String {
        guard let due = summary.nextLook else { return "" }
        return due <= now ? "; the next look is due" : "; next look \(due.toTheMinute)"
    }

    private func addOverdue(to facts: inout FactSheet) {
        guard summary.overdue > 0 else { return }
        facts.add("Overdue", count: Int(summary.overdue), Line("the provider's time is over", .bad))
        for one in summary.overdueItems {
            facts.add(
                "",
                "\(one.account) \(one.shipmentID), run \(one.run): since \(one.since.toTheMinute)")
        }
        let more = Int(summary.overdue) - summary.overdueItems.count
        if more > 0 { facts.add("", "and \(counted(more, "other"))") }
    }

    /// What a person does now; the worst first.
    private var next: String {
        if let one = summary.failures.first {
            return Rehearsal.named("rescind why \(one.run) \(one.shipmentID)")
        }
        if let one = summary.overdueItems.first {
            return Rehearsal.named(
                "ask the carrier, then rescind resolve \(one.run) \(one.shipmentID) --as "
                    + "cancelled --reason TEXT")
        }
        if summary.standing.doubt > 0 {
            return run.map {
                Rehearsal.named("rescind apply \($0)") + " continues what is in doubt"
            }
                ?? Rehearsal.named("rescind runs, then rescind apply RUN")
                + " continues what is in doubt"
        }
        if summary.open > 0 {
            return Rehearsal.named("rescind confirm \(run.map { "\($0)" } ?? "--all")")
        }
        return Rehearsal.named(run.map { "rescind report \($0)" } ?? "rescind runs")
    }
}

extension ConfirmSummary {
    var members: [JSON.Member] {
        [
            JSON.Member("looked", .number(String(looked))),
            JSON.Member("confirmed", .number(String(confirmed))),
            JSON.Member("open", .number(String(open))),
            JSON.Member("overdue", .number(String(overdue))),
            JSON.Member("states", states.json),
            JSON.Member("closed_by_person", .number(String(standing.closedByPerson))),
            JSON.Member("failed", .number(String(failed))),
            JSON.Member("failures", .array(failures.map(\.json))),
            JSON.Member("overdue_items", .array(overdueItems.map(\.json))),
            JSON.Member("not_confirmable", .number(String(notConfirmable))),
            JSON.Member("next_look", nextLook.map { .string($0.description) } ?? .null),
        ]
    }
}

extension Contradiction {
    fileprivate var json: JSON.Value {
        [
            "run": .number(String(run)), "account": .string(account),
            "shipment_id": .string(shipmentID), "reason": .string(reason),
            "provider_code": .string(code),
        ]
    }
}

extension OverdueItem {
    fileprivate var json: JSON.Value {
        [
            "run": .number(String(run)), "account": .string(account),
            "shipment_id": .string(shipmentID), "since": .string(since.description),
        ]
    }
}
