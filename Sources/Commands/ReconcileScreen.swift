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

    var facts: FactSheet {
        var facts = FactSheet()
        let rows = counted(Int(result.rows), "row")
        facts.add("Against", Line("\(path) · \(rows) · made \(result.madeAt)"))
        if result.others > 0 {
            facts.add(
                "Others", count: Int(result.others), "not this run's, and not cancelled there")
        }
        for account in result.notCompared {
            facts.add("Not compared", "\(account): the export has none of its shipments")
        }
        return facts
    }

    var classes: TextTable {
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

    func rest(columns: Int?) -> [Line] {
        var facts = FactSheet()
        for row in result.shown {
            let name = row.shipmentID.isEmpty ? "line \(row.line ?? 0)" : row.shipmentID
            facts.add(name, Line("\(row.account): \(row.reason)"))
        }
        if let changes = result.changes {
            let since = Timestamp(milliseconds: changes.since)
            if changes.count == 0 { facts.add("Changes", "none since \(since)") }
            for (move, count) in changes.counts.sorted(by: { $0.key.before < $1.key.before }) {
                facts.add(
                    "Changed",
                    "\(grouped(count)) from \(words(move.before)) to \(words(move.now)) since \(since)"
                )
            }
        }
        facts.add("Next", Line(next, .strong))
        return facts.lines(columns: columns)
    }

    private var next: String {
        if result.tally.hasDifferences {
            return "rescind why \(run) ID, then rescind resolve \(run) ID --as … --reason TEXT"
        }
        return result.tally.count(.open) > 0
            ? "rescind reconcile \(run) --against a later export" : "nothing: both sides agree"
    }

    private func words(_ name: String) -> String { name.replacing("_", with: " ") }
}

extension ShipmentClass {
    var title: String { rawValue.replacing("_", with: " ") }
}
