// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Reconciliation

/// A statement as a person reads it.
struct StatementScreen {
    private let made: StatementMade
    private let files: [String]

    init(_ made: StatementMade, _ files: [String]) {
        self.made = made
        self.files = files
    }

    var facts: FactSheet {
        var facts = FactSheet()
        facts.add("Statement", Line(made.statement.month.description, .strong))
        facts.add("Cut-off", "\(made.cutOff), the end of the month in \(made.zone)")
        let runs = made.statement.runs.map(String.init).joined(separator: ", ")
        facts.add("Runs", Line(runs.isEmpty ? "none" : runs))
        facts.add("Record", "\(counted(Int(made.position), "entry", "entries"))")
        if let by = made.closedBy, let at = made.closedAt {
            facts.add("Closed", "by \(by), \(at)")
        } else {
            facts.add("Closed", "not yet: it may still change")
        }
        return facts
    }

    var lines: TextTable {
        var table = TextTable([
            Column("Account"), Column("Currency"), Column("Line", .prose), Column("Amount", .right),
        ])
        for account in made.statement.accounts {
            let name = account.key.account.isEmpty ? "no account" : account.key.account
            for (line, amount) in rows(account) {
                table.add(Line(name), Line(account.key.currency), Line(line), Line(grouped(amount)))
            }
        }
        return table
    }

    private func rows(_ one: StatementAccount) -> [(String, Amount)] {
        [
            ("expected at the start", one.opening),
            ("voided and approved, \(counted(Int(one.voidedCount), "time"))", one.voided),
            ("never charged", one.neverCharged),
        ]
            + one.invoices.sorted { $0.key < $1.key }.map { invoice, amount in
                ("credited" + (invoice.isEmpty ? "" : ", invoice \(invoice)"), amount)
            } + one.writtenOffBy.sorted { $0.key < $1.key }.map { ("written off by \($0)", $1) }
            + (one.withdrawn > .zero ? [("not cancelled after all", one.withdrawn)] : [])
            + [("expected at the end", one.closing)]
            + Age.allCases.compactMap { age in one.ages[age].map { ("… \(age.rawValue)", $0) } }
            + unexpected(one)
    }

    private func unexpected(_ one: StatementAccount) -> [(String, Amount)] {
        let parts = [
            ("unexpected credits at the start", one.unexpectedOpening),
            ("unexpected credits", one.unexpected),
            ("unexpected before, now explained", one.explained),
            ("unexpected credits at the end", one.unexpectedClosing),
        ]
        return parts.contains { $0.1 > .zero } ? parts : []
    }

    func rest(columns: Int?) -> [Line] {
        var facts = FactSheet()
        let late = made.statement.accounts.reduce(0) { $0 + $1.lateLines }
        if late > 0 {
            facts.add(
                "Corrections",
                Line("\(counted(Int(late), "line")) of months that were closed before"))
        }
        facts.add("Adds up", made.statement.addsUp ? "yes" : Line("NO", .bad))
        for file in files { facts.add("File", Line(file)) }
        if made.closedBy == nil {
            facts.add("Next", Line("rescind statement \(made.statement.month) --close", .strong))
        }
        return facts.lines(columns: columns)
    }
}
