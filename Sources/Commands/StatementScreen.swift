// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Reconciliation

/// A statement as a person reads it: what it rests on, the sums, the lines by tracking number.
struct StatementScreen {
    /// So many lines fit a look; `--verbose` shows all, and the files have them.
    private static let linesShownMax = 40
    private static let runsShownMax = 8

    private let made: StatementMade
    private let files: [String]

    init(_ made: StatementMade, _ files: [String]) {
        self.made = made
        self.files = files
    }

    func show(on output: Output) {
        output.result(head)
        if !made.statement.accounts.isEmpty {
            output.result(Line())
            output.result(sums)
            show(made.statement.entries, on: output)
        }
        output.result(Line())
        output.result(rest)
    }

    private func show(_ entries: [StatementEntry], on output: Output) {
        guard !entries.isEmpty else { return }
        let shown = output.settings.verbose ? entries[...] : entries.prefix(Self.linesShownMax)
        output.result(Line())
        output.result(table(shown))
        if shown.count < entries.count {
            output.result(
                Line(
                    "… and \(counted(entries.count - shown.count, "line")) more: --verbose", .faint)
            )
        }
    }

    private var head: FactSheet {
        var facts = FactSheet()
        let account = made.account ?? "all accounts"
        if let fault = made.fault {
            facts.add("Do not rely", Line("the record is not as it was written: \(fault)", .bad))
        }
        facts.add("Statement", Line("\(made.statement.month) · \(account)", .strong))
        facts.add("Cut-off", "\(made.cutOff.toTheMinute), the end of the month in \(made.zone)")
        facts.add("Runs", Line(runs))
        facts.add("Record", "\(counted(Int(made.position), "entry", "entries"))")
        if let by = made.closedBy, let at = made.closedAt {
            facts.add("Closed", "by \(by), \(at.toTheMinute)")
        } else {
            facts.add("Closed", "not yet: it may still change")
        }
        return facts
    }

    private var runs: String {
        let runs = made.statement.runs
        guard let first = runs.first, let last = runs.last else { return "none" }
        guard runs.count > Self.runsShownMax else {
            return runs.map { String($0) }.joined(separator: ", ")
        }
        return "\(counted(runs.count, "run")) from \(first) to \(last)"
    }

    private var rest: FactSheet {
        var facts = FactSheet()
        let late = made.statement.accounts.reduce(0) { $0 + $1.lateLines }
        if late > 0 {
            facts.add(
                "Corrections", "\(counted(Int(late), "line")) of months that were closed before")
        }
        let isEmpty = made.statement.accounts.isEmpty
        facts.add(
            "Adds up",
            !made.statement.addsUp
                ? Line("NO", .bad) : isEmpty ? "nothing was expected and nothing came" : "yes")
        for (place, file) in files.enumerated() {
            facts.add(place == 0 ? "Files" : "", Line(file))
        }
        facts.add("Next", Line(next, .strong))
        return facts
    }

    private var next: String {
        let account = made.account.map { " --account \($0)" } ?? ""
        return made.closedBy == nil
            ? "rescind statement \(made.statement.month)\(account) --close, when the month is over"
            : "rescind reconcile --refunds FILE; what it brings falls in the first open month"
    }
}

// MARK: The sums
extension StatementScreen {
    private var sums: TextTable {
        var table = TextTable([Column("Account"), Column("", .prose), Column("Amount", .right)])
        for (place, account) in made.statement.accounts.enumerated() {
            if place > 0 { table.add() }
            let name = account.key.account.isEmpty ? "no account" : account.key.account
            table.add(Line("\(name) · \(account.key.currency)", .strong))
            for row in account.rows where isWorthALine(row, of: account) {
                let style: Style = row.line.isBalance ? .strong : .plain
                table.add(
                    Line("  " + row.line.rawValue, style), Line(words(row)),
                    Line(row.sign + grouped(row.amount), style))
            }
        }
        return table
    }

    private func isWorthALine(_ row: StatementRow, of account: StatementAccount) -> Bool {
        switch row.line {
        case .opening, .voided, .credited, .closing: account.hasExpectations
        case .unexpectedOpening, .unexpectedClosing:
            account.unexpectedOpening > .zero || account.unexpected > .zero
        default: row.amount > .zero
        }
    }

    private func words(_ row: StatementRow) -> String {
        if let count = row.count { return counted(Int(count), "time") }
        switch row.line {
        case .credited where !row.detail.isEmpty: return "invoice \(row.detail)"
        case .credited where row.amount > .zero: return "no invoice named"
        case .writtenOff where !row.detail.isEmpty: return "by \(row.detail)"
        default: return row.detail
        }
    }
}

extension StatementAccount {
    /// Credits that nobody expects may be all there is.
    fileprivate var hasExpectations: Bool {
        opening > .zero || closing > .zero || voidedCount > 0 || credited > .zero
    }
}

extension StatementRow {
    /// How the line moves the balance above it.
    fileprivate var sign: String {
        guard amount > .zero else { return "" }
        return switch line {
        case .opening, .closing, .aged, .unexpectedOpening, .unexpectedClosing: ""
        case .voided, .unexpected: "+ "
        case .neverCharged, .credited, .writtenOff, .withdrawn, .explained: "− "
        }
    }
}

// MARK: The lines
extension StatementScreen {
    private func table(_ entries: ArraySlice<StatementEntry>) -> TextTable {
        var table = TextTable([
            Column("Tracking or id"), Column("Day"), Column("What"), Column("Amount", .right),
            Column("Run", .right), Column("", .prose),
        ])
        for entry in entries {
            table.add(
                Line(entry.name), Line(entry.day.description), Line(entry.kind),
                Line("\(entry.currency) \(grouped(entry.amount))"),
                Line(entry.run.map { String($0) } ?? ""), Line(entry.remark))
        }
        return table
    }
}

extension StatementEntry {
    fileprivate var remark: String {
        let invoice = invoice.isEmpty ? "" : "invoice \(invoice)"
        let person = by.isEmpty || by == "a look" ? "" : "by \(by)"
        return [invoice, person, reason].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
