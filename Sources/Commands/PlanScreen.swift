// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model
import Planning
import Providers

/// A stored plan as a person reads it before anything is sent.
struct PlanScreen {
    private let plan: StoredPlan
    private let workplace: Workplace

    init(_ plan: StoredPlan, _ workplace: Workplace) {
        self.plan = plan
        self.workplace = workplace
    }

    private var counts: RowCounts { plan.record.counts }

    /// Shows everything but the ending.
    func show() {
        workplace.output.result(facts)
        if counts.planned > 0 { workplace.output.result(accounts) }
    }

    /// What was read and what became of the rows.
    var facts: FactSheet {
        var facts = FactSheet()
        for source in plan.sources {
            facts.add("Export", Line(source.words))
            for note in source.notes { facts.add("", Line(note)) }
        }
        if let retry = plan.record.plan["retry"], let run = retry["run"]?.int {
            let states = retry["states"]?.array?.compactMap(\.string).joined(separator: ", ")
            facts.add(
                "Again", count: retry["items"]?.int ?? 0, Line("of run \(run): \(states ?? "")"))
        }
        facts.add("Due", count: Int(due), Line(reasons(.due)))
        if counts.held > 0 { facts.add("Held", count: Int(counts.held), Line(reasons(.held))) }
        facts.add("Planned", count: Int(counts.planned), Line(money(plan.tally.value)))
        for (label, count, kind) in rest where count > 0 {
            facts.add(label, count: Int(count), Line(reasons(kind)))
        }
        if counts.unreadable > 0 {
            let lines = plan.unreadable.map { "line \(grouped($0.line)): \($0.reason)" }
            facts.add(
                "Unreadable", count: Int(counts.unreadable), Line(lines.joined(separator: " · ")))
        }
        for entry in plan.unmatchedHolds.prefix(5) {
            facts.add("Hold list", "line \(entry.line), \(entry.key), matched nothing")
        }
        if counts.planned == 0 {
            facts.add("", "Nothing is to be cancelled.")
        }
        return facts
    }

    private var due: Int64 {
        plan.tally.reasons.reduce(0) {
            [.due, .held, .settled].contains($1.key.kind) ? $0 + $1.value.count : $0
        }
    }

    private var rest: [(String, Int64, Tally.Kind)] {
        [
            ("Settled", counts.settled, .settled), ("Excluded", counts.excluded, .excluded),
            ("Duplicate", counts.duplicate, .duplicate),
        ]
    }

    private func reasons(_ kind: Tally.Kind) -> String {
        let found = plan.tally.reasons.filter { $0.key.kind == kind }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        if found.count == 1, let only = found.first { return only.key.name }
        return found.map { "\($0.key.name) \(grouped($0.value.count))" }.joined(separator: " · ")
    }

    /// What each account will be asked, and how long it takes.
    var accounts: TextTable {
        var table = TextTable(
            [
                Column("Run \(plan.record.run)"), Column(""), Column(""),
                Column("planned", .right), Column("requests", .right), Column("pace", .right),
                Column("about", .right),
            ], indent: 2)
        for forecast in forecasts {
            table.add(
                Line(forecast.account.name), Line(forecast.account.provider.rawValue),
                Line(place(of: forecast.account), .strong),
                Line(grouped(forecast.planned)), Line(grouped(forecast.requests)),
                Line(forecast.account.paces.first?.words ?? ""),
                Line(spoken(milliseconds: forecast.milliseconds)))
        }
        return table
    }

    private func place(of account: Account) -> String {
        if workplace.isRehearsal { return "rehearsal" }
        return account.isLoopback ? "local" : "LIVE"
    }

    private var forecasts: [Forecast] {
        guard let job = try? workplace.job() else { return [] }
        return plan.tally.planned.sorted { $0.key < $1.key }.compactMap { name, bucket in
            job.account(name).map { Forecast($0, planned: bucket.count) }
        }
    }

    /// Limits, and the next command.
    ///
    /// A run goes on by itself, unless it is blocked.
    func ending(ofRun: Bool = false) -> FactSheet {
        var facts = FactSheet()
        if let job = try? workplace.job() { facts.add("Limits", Line(limits(job))) }
        for reason in plan.record.blockedBy { facts.add("Blocked", Line(reason, .bad)) }
        if !plan.record.blockedBy.isEmpty {
            facts.add("Next", Line("rescind approve \(plan.record.run) --reason TEXT", .strong))
        } else if counts.planned > 0, !ofRun {
            facts.add("Next", Line("rescind apply \(plan.record.run)", .strong))
        }
        return facts
    }

    private func limits(_ job: Job) -> String {
        let scope = plan.tally.scope.values.reduce(0, +)
        var parts = ["items \(grouped(counts.planned)) of \(grouped(job.limits.items))"]
        if scope >= RunLimits.shareRowsMin {
            parts.append(
                "share \(share(Int(counts.planned), of: Int(scope))) of \(job.limits.share)")
        }
        for (currency, most) in job.limits.value?.sorted ?? [] {
            let amount = plan.tally.value[currency] ?? .zero
            parts.append("\(money(currency, amount)) of \(grouped(most))")
        }
        if let until = job.limits.until { parts.append("nothing new after \(until)") }
        return parts.joined(separator: " · ")
    }
}

extension PlanSource {
    fileprivate var words: String {
        "\(path) · \(grouped(rows)) rows · made \(madeAt.toTheMinute) · sha256 \(sha256.prefix(6))…"
    }
}

extension Timestamp {
    /// `2026-11-20 01:58 UTC`.
    var toTheMinute: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }
}

/// How many requests an account's plan needs, and how long they take at its pace.
struct Forecast {
    let account: Account
    let planned: Int64

    init(_ account: Account, planned: Int64) {
        self.account = account
        self.planned = planned
    }

    var requests: Int64 {
        let each = account.provider.provider.facts.requestsPerItem
        return planned * Int64(each.writes + each.reads)
    }

    var milliseconds: Int64 {
        let each = account.provider.provider.facts.requestsPerItem
        return account.paces.reduce(0) { longest, pace in
            let perItem =
                switch pace.scope {
                case .all: each.writes + each.reads
                case .reads: each.reads
                case .writes: each.writes
                }
            let time =
                planned * Int64(perItem) * pace.windowMilliseconds
                / Int64(max(1, pace.requests))
            return max(longest, time)
        }
    }
}
