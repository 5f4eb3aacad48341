// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Model
import Reconciliation

/// A comparison as a person reads it: counts and money by class, then what to look at.
struct ReconcileScreen {
    private let result: Reconciled
    private let run: Int64
    private let path: String

    init(_ result: Reconciled, run: Int64, path: String) {
        self.result = result
        self.run = run
        self.path = path
    }

    func show(on output: Output) {
        output.result(facts)
        output.result(Line())
        output.result(classes)
        if !result.shown.isEmpty {
            output.result(Line())
            output.result(details)
        }
        output.result(Line())
        output.result(rest)
    }

    private var facts: FactSheet {
        var facts = FactSheet()
        let rows = counted(Int(result.rows), "row")
        facts.add("Against", Line("\(path) · \(rows) · made \(result.madeAt.toTheMinute)"))
        if result.others > 0 {
            facts.add(
                "Others", count: Int(result.others), "not this run's, and not cancelled there")
        }
        if result.comparedNothing {
            facts.add("Result", Line("nothing was compared, so nothing is proved", .bad))
        }
        for account in result.notCompared {
            facts.add("Not compared", "\(account): the export has none of its shipments")
        }
        return facts
    }

    private var classes: TextTable {
        var table = TextTable([
            Column("Account"), Column("Class"), Column("Shipments", .right),
            Column("Value", .prose),
        ])
        for (account, classes) in result.tally.accounts.sorted(by: { $0.key < $1.key }) {
            for name in ShipmentClass.allCases {
                guard let entry = classes[name] else { continue }
                table.add(
                    Line(account.isEmpty ? "no account" : account),
                    Line(name.title, name.isDifference ? .bad : .plain),
                    Line(grouped(entry.count)), Line(money(entry.value)))
            }
        }
        return table
    }

    /// The first shipments of each class that need somebody.
    private var details: TextTable {
        var table = TextTable([
            Column("Shipment"), Column("Account"), Column("Class"), Column("", .prose),
        ])
        for row in result.shown {
            let name = row.shipmentID.isEmpty ? "line \(row.line ?? 0)" : row.shipmentID
            let known = ShipmentClass(rawValue: row.className)
            table.add(
                Line(name), Line(row.account),
                Line(words(row.className), known?.isDifference == true ? .bad : .plain),
                Line(row.reason))
        }
        return table
    }

    private var rest: FactSheet {
        var facts = FactSheet()
        let hidden =
            ShipmentClass.allCases.filter { $0 != .matched }
            .reduce(0) { $0 + Int(result.tally.count($1)) } - result.shown.count
        if hidden > 0 { facts.add("And", "\(grouped(hidden)) more, in the record") }
        if let changes = result.changes { add(changes, to: &facts) }
        facts.add("Next", Line(next, .strong))
        return facts
    }

    private func add(_ changes: Changes, to facts: inout FactSheet) {
        let since = Timestamp(milliseconds: changes.since).toTheMinute
        if changes.count == 0 { facts.add("Changed", "nothing since \(since)") }
        let moves = changes.counts.sorted {
            ($0.key.before, $0.key.now) < ($1.key.before, $1.key.now)
        }
        for (place, (move, count)) in moves.enumerated() {
            facts.add(
                place == 0 ? "Changed" : "",
                "\(grouped(count)) from \(words(move.before)) to \(words(move.now)), since \(since)"
            )
        }
    }

    private var next: String {
        if result.comparedNothing, result.hasRowsOfNobody {
            return "rescind reconcile \(run) --against \(shellQuoted([path])) --account NAME, "
                + "whose file it is"
        }
        if result.comparedNothing {
            return "rescind reconcile \(run) --against EXPORT, one that has rows of its accounts"
        }
        if result.tally.hasDifferences {
            return "rescind why \(run) ID, then rescind resolve \(run) ID --as … --reason TEXT"
        }
        return result.tally.count(.open) > 0
            ? "rescind reconcile \(run) --against EXPORT, a later one"
            : "rescind reconcile --refunds FILE, then rescind statement MONTH"
    }

    private func words(_ name: String) -> String { name.replacing("_", with: " ") }
}

extension Reconciled {
    /// Whether there are rows of which nothing says whose they are.
    fileprivate var hasRowsOfNobody: Bool { tally.accounts[""]?[.unreadable] != nil }
}

extension ShipmentClass {
    var title: String { rawValue.replacing("_", with: " ") }
}
